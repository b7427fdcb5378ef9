package dev.countersign.trust.source;

import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.TrustRootException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The trust that a TUF repository publishes. */
final class TufSource implements MaterialSource {
    private static final System.Logger LOG = System.getLogger(TufSource.class.getName());

    private final TufRepository repository;
    private final Optional<TufCache> cache;
    private @Nullable TufClient client;

    TufSource(TufRepository repository) {
        this.repository = repository;
        this.cache = repository.cache().map(TufCache::new);
    }

    @Override
    public String name() {
        return repository.mirror().name();
    }

    @Override
    public Reading read(Optional<Reading> last, Instant now) throws TrustRootException {
        try {
            return update(last, now);
        } catch (NoClassDefFoundError e) {
            throw new TrustRootException(
                    "cannot read the TUF repository " + name() + ": " + e.getMessage()
                            + " is missing. Add dev.sigstore:sigstore-java to the class path.",
                    e);
        }
    }

    private Reading update(Optional<Reading> last, Instant now) throws TrustRootException {
        TufClient reader = client;
        Optional<TufClient.Targets> remembered = Optional.empty();
        if (reader == null) {
            reader = new SigstoreJavaTufClient(repository);
            remembered = remembered(reader);
            client = reader;
        }
        TufSession session = new TufSession(repository.mirror(), System::nanoTime);
        try {
            TufClient.Targets targets = reader.update(session, Optional.of(now));
            remember(session);
            return reading(targets, last, Optional.empty());
        } catch (IOException e) {
            String problem = "cannot use the TUF repository " + name() + ": "
                    + String.valueOf(e.getMessage()).replaceFirst("\\.+$", "") + ".";
            if (remembered.isPresent() && remembered.get().expires().isAfter(now)) {
                return reading(
                        remembered.get(),
                        last,
                        Optional.of(problem + " What the cache remembers counts until "
                                + remembered.get().expires() + "."));
            }
            throw new TrustRootException(problem, e);
        }
    }

    /** A cache that cannot be written is no reason to refuse what was verified. */
    private void remember(TufSession session) {
        if (cache.isPresent()) {
            try {
                cache.get().keep(session.fetched());
            } catch (IOException e) {
                warn("written, so that nothing is remembered", e);
            }
        }
    }

    /** Read whatever its expiry, so that the client knows what it saw before the process ended. */
    private Optional<TufClient.Targets> remembered(TufClient reader) {
        if (cache.isEmpty() || !cache.get().isPresent()) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.update(cache.get().mirror(), Optional.empty()));
        } catch (IOException e) {
            warn("used", e);
            return Optional.empty();
        }
    }

    private void warn(String what, IOException cause) {
        LOG.log(
                System.Logger.Level.WARNING,
                "the TUF cache of " + name() + ", " + repository.cache().orElseThrow() + ", cannot be " + what + ": "
                        + cause);
    }

    private Reading reading(TufClient.Targets targets, Optional<Reading> last, Optional<String> problem)
            throws TrustRootException {
        String hash = hash(targets);
        TrustMaterial material =
                last.isPresent() && last.get().mark().equals(hash) ? last.get().material() : material(targets);
        return new Reading(material, hash, Optional.of(targets.expires()), problem, Optional.empty());
    }

    private TrustMaterial material(TufClient.Targets targets) throws TrustRootException {
        if (targets.trustedRoot().isPresent()) {
            return TrustedRootReader.read(
                    name() + ", " + repository.trustedRootTarget(),
                    targets.trustedRoot().get());
        }
        if (targets.byUsage().isEmpty()) {
            throw new TrustRootException(
                    "cannot use the TUF repository " + name() + ": it has neither a target "
                            + repository.trustedRootTarget()
                            + " nor targets whose usage is Fulcio, Rekor, CTFE or TSA. Name the target that holds the trusted root.");
        }
        PemMaterial material = new PemMaterial(name());
        for (Map.Entry<String, TufClient.Target> target : new TreeMap<>(targets.byUsage()).entrySet()) {
            material.add(
                    target.getValue().kind(), target.getKey(), target.getValue().bytes());
        }
        return material.material();
    }

    private static String hash(TufClient.Targets targets) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        targets.trustedRoot().ifPresent(content::writeBytes);
        new TreeMap<>(targets.byUsage()).forEach((name, target) -> {
            content.writeBytes(
                    (name + " " + target.kind() + " " + target.bytes().length + "\n").getBytes(StandardCharsets.UTF_8));
            content.writeBytes(target.bytes());
        });
        return HexFormat.of().formatHex(HashAlgorithm.SHA256.digest(content.toByteArray()));
    }
}
