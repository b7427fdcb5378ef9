package dev.countersign.verify.inventory;

import dev.countersign.policy.Attestor;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.ImageVerification;
import dev.countersign.policy.VerificationType;
import dev.countersign.registry.Deadline;
import dev.countersign.registry.Registry;
import dev.countersign.trust.inventory.TrustFinding;
import dev.countersign.trust.inventory.TrustFinding.Severity;
import dev.countersign.trust.inventory.TrustPiece.Kind;
import dev.countersign.verify.ImageSubject;
import dev.countersign.verify.Reason;
import dev.countersign.verify.Verdict;
import dev.countersign.verify.VerificationContext;
import dev.countersign.verify.kyverno.KyvernoVerifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whether trust suffices to verify an image, whoever signed it: the verifiers are asked for a keyless signature by anybody, in annotations
 * and in bundles. Says nothing about who should have signed, so it decides no admission. Stateless.
 */
public final class ImageTrust {
    private static final Set<String> UNSIGNED = Set.of("NO_SIGNATURES", "NO_BUNDLES", "SIGNED_IN_ANOTHER_FORMAT");
    private static final String ANYTHING = ".*";

    private ImageTrust() {}

    /**
     * Looks at an image.
     *
     * @param image its normal form: {@code registry.example/shop/web:1.0}
     * @param most how long the registry may take for each of the two kinds
     * @param context with the trust in question
     * @return empty where a signature verifies; else what is missing
     */
    public static List<TrustFinding> check(
            String image, Registry registry, Duration most, VerificationContext context) {
        Set<TrustFinding> trust = new LinkedHashSet<>();
        Set<TrustFinding> other = new LinkedHashSet<>();
        for (VerificationType type : List.of(VerificationType.COSIGN, VerificationType.SIGSTORE_BUNDLE)) {
            ImageSubject subject = new ImageSubject(image, registry, Deadline.in(most));
            Verdict verdict = ask(type, false, false, subject, context);
            if (!(verdict instanceof Verdict.NotVerified failure)) {
                return List.of();
            }
            collect(failure, code -> true, trust, other);
            // The first thing that is missing hides the others, so each kind is asked for without those before it.
            if (ask(type, false, true, subject, context) instanceof Verdict.NotVerified hidden) {
                collect(hidden, code -> true, trust, new LinkedHashSet<>());
            }
            // Without the log no time is proven, so that only what holds at any time is told by this. With signatures
            // in annotations the
            // authority does: cosign looks for it as of the moment at which the certificate begins.
            if (ask(type, true, false, subject, context) instanceof Verdict.NotVerified hidden) {
                collect(
                        hidden,
                        code -> code.startsWith("CT_LOG_")
                                || type == VerificationType.COSIGN && code.equals("CERTIFICATE_AUTHORITY_UNKNOWN"),
                        trust,
                        new LinkedHashSet<>());
            }
        }
        if (!trust.isEmpty()) {
            return List.copyOf(trust);
        }
        if (other.stream().anyMatch(finding -> finding.code().equals("IMAGE_NOT_FOUND"))) {
            other.removeIf(finding -> finding.code().equals("REGISTRY_NOT_FOUND")); // the same, asked for bundles
        }
        return other.isEmpty()
                ? List.of(new TrustFinding(
                        "IMAGE_NOT_SIGNED",
                        Severity.ERROR,
                        image,
                        "there is no signature to verify, so that nothing is known of the trust for it",
                        "",
                        "Name an image that is signed without a key of its own (keyless)"))
                : List.copyOf(other);
    }

    private static Verdict ask(
            VerificationType type,
            boolean ignoreTlog,
            boolean ignoreSct,
            ImageSubject subject,
            VerificationContext context) {
        Attestor anybody = new Attestor(
                List.of(new AttestorIdentity.Keyless(
                        "",
                        ANYTHING,
                        "",
                        ANYTHING,
                        "",
                        Map.of(),
                        Optional.of(new AttestorIdentity.Rekor("https://rekor.sigstore.dev", "", ignoreTlog)),
                        Optional.of(new AttestorIdentity.CtLog(ignoreSct, "", "")))),
                Map.of(),
                "",
                Optional.of("sha256"));
        return new KyvernoVerifier()
                .compile(entry(type), anybody, "trust check")
                .verify(subject, context);
    }

    private static ImageVerification entry(VerificationType type) {
        return new ImageVerification(
                Optional.empty(),
                type,
                "",
                List.of("*"),
                List.of(),
                "",
                "",
                "",
                "",
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                "",
                false,
                false,
                false,
                Optional.empty(),
                true,
                Optional.empty(),
                false);
    }

    private static void collect(
            Verdict.NotVerified failure, Predicate<String> told, Set<TrustFinding> trust, Set<TrustFinding> other) {
        List<Reason> reasons = new ArrayList<>(failure.reasons());
        if (reasons.isEmpty()) {
            reasons.add(new Reason("IMAGE_NOT_VERIFIED", "", failure.message(), "", "", ""));
        }
        for (Reason reason : reasons) {
            Optional<Kind> kind = kind(reason.code());
            if (kind.isPresent() && told.test(reason.code())) {
                trust.add(finding(kind.get().toString(), reason));
            } else if (kind.isEmpty() && !UNSIGNED.contains(reason.code())) {
                other.add(finding("image", reason));
            }
        }
    }

    private static TrustFinding finding(String piece, Reason reason) {
        String found =
                reason.expected().isEmpty() ? reason.found() : reason.found() + "; trusted is " + reason.expected();
        return new TrustFinding(reason.code(), Severity.ERROR, piece, reason.message(), found, reason.remedy());
    }

    private static Optional<Kind> kind(String code) {
        return switch (code) {
            case "LOG_UNKNOWN", "LOG_KEYS_MISSING", "LOG_OUTSIDE_WINDOW" -> Optional.of(Kind.TRANSPARENCY_LOG);
            case "CT_LOG_UNKNOWN", "CT_LOG_KEYS_MISSING", "CT_LOG_OUTSIDE_WINDOW" -> Optional.of(Kind.CT_LOG);
            case "CERTIFICATE_AUTHORITY_UNKNOWN", "CERTIFICATE_AUTHORITY_OUTSIDE_WINDOW" ->
                Optional.of(Kind.CERTIFICATE_AUTHORITY);
            case "TIMESTAMP_AUTHORITY_UNKNOWN", "TIMESTAMP_AUTHORITY_OUTSIDE_WINDOW" ->
                Optional.of(Kind.TIMESTAMP_AUTHORITY);
            default -> Optional.empty();
        };
    }
}
