package dev.countersign.endtoend;

import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Repository;
import dev.countersign.testkit.BundleRecipe;
import dev.countersign.testkit.BundleRecipe.Log;
import dev.countersign.testkit.InProcessRegistry;
import dev.countersign.testkit.VirtualBundle;
import dev.countersign.testkit.VirtualSigstore;
import dev.countersign.trust.CertificateAuthority;
import dev.countersign.trust.LogKey;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.ValidityWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Two generations of every key of a private Sigstore, what each has signed, and how far each kind of key is rotated. */
final class RotatingKeys {
    static final String SUBJECT = "https://ci.test/acme/web";
    static final String ISSUER = "https://token.ci.test";

    private final Map<Kind, Integer> steps = new EnumMap<>(Kind.class);

    /** A kind of key. */
    enum Kind {
        FULCIO,
        REKOR_1,
        REKOR_2,
        CT_LOG,
        TIMESTAMPS
    }

    /** How a key stands in the trust. */
    enum Standing {
        ABSENT,
        OPEN,
        /** Its window ended, after it signed. */
        ENDED_SINCE,
        /** Its window ended, before it signed. */
        ENDED_BEFORE
    }

    /** The ways of a rotation, good and bad: how the old key stands, and the new one. */
    private static final List<List<Standing>> STEPS = List.of(
            List.of(Standing.OPEN, Standing.ABSENT),
            List.of(Standing.OPEN, Standing.OPEN),
            List.of(Standing.ENDED_SINCE, Standing.OPEN),
            List.of(Standing.ENDED_BEFORE, Standing.OPEN),
            List.of(Standing.ABSENT, Standing.OPEN));

    /** A generation of keys. The log of version 2 is a deployment of its own, since one has one log. */
    enum Generation {
        OLD(EndToEnd.SIGNED_AT),
        NEW(EndToEnd.SIGNED_AT.plus(Duration.ofDays(30)));

        private final Instant moment;
        private final VirtualSigstore first;
        private final VirtualSigstore tiled;

        Generation(Instant moment) {
            this.moment = moment;
            this.first = VirtualSigstore.at(moment);
            this.tiled = VirtualSigstore.at(moment);
        }

        /** Everything of this generation but its log of version 2. */
        VirtualSigstore first() {
            return first;
        }

        private Instant stampedAt() {
            return moment.plusSeconds(5);
        }
    }

    /** A shape in which a signature is stored, and the kinds of key that it rests on. */
    enum Shape {
        ANNOTATIONS(Set.of(Kind.FULCIO, Kind.REKOR_1, Kind.CT_LOG)),
        BUNDLE(Set.of(Kind.FULCIO, Kind.REKOR_1)),
        STAMPED_BUNDLE(Set.of(Kind.FULCIO, Kind.REKOR_1, Kind.TIMESTAMPS)),
        TILED_BUNDLE(Set.of(Kind.FULCIO, Kind.REKOR_2, Kind.TIMESTAMPS));

        private final Set<Kind> needs;

        Shape(Set<Kind> needs) {
            this.needs = needs;
        }

        Repository repository(Generation generation) {
            return new Repository(
                    EndToEnd.HOST,
                    (this == ANNOTATIONS ? "annotations/" : "bundles/")
                            + (name() + "-" + generation)
                                    .toLowerCase(Locale.ROOT)
                                    .replace('_', '-'));
        }

        /** The images of both generations. */
        String[] images() {
            return new String[] {repository(Generation.OLD) + ":1", repository(Generation.NEW) + ":1"};
        }

        private void push(InProcessRegistry registry, Generation by) {
            Repository repository = repository(by);
            Digest image = VirtualSigstore.pushImage(registry, repository, "1");
            BundleRecipe recipe = BundleRecipe.of(image);
            switch (this) {
                case ANNOTATIONS ->
                    VirtualSigstore.pushSignatures(
                            registry, repository, image, by.first.signKeyless(image, SUBJECT, ISSUER));
                case BUNDLE ->
                    VirtualBundle.push(registry, repository, image, by.first.bundleKeyless(recipe, SUBJECT, ISSUER));
                case STAMPED_BUNDLE ->
                    VirtualBundle.push(
                            registry,
                            repository,
                            image,
                            by.first.bundleKeyless(
                                    recipe.logged(Log.NUMBERED_WITHOUT_PROMISE)
                                            .stamped(by.first.timestamps(), by.stampedAt()),
                                    SUBJECT,
                                    ISSUER));
                case TILED_BUNDLE ->
                    VirtualBundle.push(
                            registry,
                            repository,
                            image,
                            by.tiled.bundleKeyless(
                                    recipe.logged(Log.TILED).stamped(by.first.timestamps(), by.stampedAt()),
                                    SUBJECT,
                                    ISSUER));
            }
        }
    }

    /** Images of every shape and generation. */
    static void push(InProcessRegistry registry) {
        for (Shape shape : Shape.values()) {
            for (Generation generation : Generation.values()) {
                shape.push(registry, generation);
            }
        }
    }

    /** Takes one kind a step further; the others stay. */
    void rotate(int number) {
        Kind kind = Kind.values()[number % Kind.values().length];
        steps.merge(kind, 1, Integer::sum);
    }

    Standing standing(Kind kind, Generation generation) {
        return STEPS.get(steps.getOrDefault(kind, 0) % STEPS.size()).get(generation.ordinal());
    }

    /** What is trusted now. */
    TrustMaterial material() {
        List<CertificateAuthority> authorities = new ArrayList<>();
        List<LogKey> logs = new ArrayList<>();
        List<LogKey> ctLogs = new ArrayList<>();
        List<CertificateAuthority> timestamps = new ArrayList<>();
        for (Generation generation : Generation.values()) {
            for (VirtualSigstore part : List.of(generation.first, generation.tiled)) {
                TrustMaterial all = part.trustMaterial();
                Kind log = part == generation.first ? Kind.REKOR_1 : Kind.REKOR_2;
                add(authorities, all.certificateAuthorities(), Kind.FULCIO, generation, RotatingKeys::within);
                add(logs, all.transparencyLogs(), log, generation, RotatingKeys::within);
                add(ctLogs, all.ctLogs(), Kind.CT_LOG, generation, RotatingKeys::within);
            }
            add(
                    timestamps,
                    generation.first.trustMaterial().timestampAuthorities(),
                    Kind.TIMESTAMPS,
                    generation,
                    RotatingKeys::within);
        }
        return new TrustMaterial(authorities, logs, ctLogs, timestamps);
    }

    /** Gives a piece another window. */
    private interface Windowed<T> {
        T within(T piece, ValidityWindow window);
    }

    private <T> void add(List<T> to, List<T> pieces, Kind kind, Generation generation, Windowed<T> windowed) {
        Standing standing = standing(kind, generation);
        if (standing != Standing.ABSENT) {
            pieces.forEach(piece -> to.add(windowed.within(piece, window(standing, generation))));
        }
    }

    private static ValidityWindow window(Standing standing, Generation generation) {
        return switch (standing) {
            case ENDED_SINCE -> ValidityWindow.until(generation.moment.plus(Duration.ofHours(1)));
            case ENDED_BEFORE -> ValidityWindow.until(generation.moment.minus(Duration.ofDays(1)));
            case OPEN, ABSENT -> ValidityWindow.ALWAYS;
        };
    }

    private static CertificateAuthority within(CertificateAuthority authority, ValidityWindow window) {
        return new CertificateAuthority(
                authority.anchors(), authority.intermediates(), window, authority.origin(), authority.leaf());
    }

    private static LogKey within(LogKey log, ValidityWindow window) {
        return new LogKey(log.key(), window, log.origin());
    }

    /** Whether this material must be enough for what a generation signed in a shape; worked out from the material alone. */
    static boolean proves(TrustMaterial material, Shape shape, Generation generation) {
        VirtualSigstore signer = shape == Shape.TILED_BUNDLE ? generation.tiled : generation.first;
        TrustMaterial wanted = signer.trustMaterial();
        return shape.needs.stream().allMatch(kind -> switch (kind) {
            case FULCIO ->
                anchored(material.certificateAuthorities(), wanted.certificateAuthorities(), generation.moment);
            case REKOR_1, REKOR_2 ->
                known(material.transparencyLogs(), wanted.transparencyLogs(), generation.stampedAt());
            case CT_LOG -> known(material.ctLogs(), wanted.ctLogs(), generation.moment);
            case TIMESTAMPS ->
                anchored(
                        material.timestampAuthorities(),
                        generation.first.trustMaterial().timestampAuthorities(),
                        generation.stampedAt());
        });
    }

    private static boolean anchored(
            List<CertificateAuthority> trusted, List<CertificateAuthority> wanted, Instant moment) {
        Function<CertificateAuthority, List<ParsedCertificate>> anchors = CertificateAuthority::anchors;
        return trusted.stream()
                .filter(authority -> authority.validity().contains(moment))
                .anyMatch(authority -> anchors.apply(authority).containsAll(anchors.apply(wanted.get(0))));
    }

    private static boolean known(List<LogKey> trusted, List<LogKey> wanted, Instant moment) {
        return trusted.stream().filter(log -> log.validity().contains(moment)).anyMatch(log -> log.id()
                .equals(wanted.get(0).id()));
    }
}
