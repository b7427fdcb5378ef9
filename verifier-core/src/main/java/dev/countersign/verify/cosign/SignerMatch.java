package dev.countersign.verify.cosign;

import dev.countersign.verify.Reason;
import dev.countersign.verify.Verdict;
import dev.countersign.verify.check.CertificateIdentity;
import dev.countersign.verify.check.CertificateIdentity.Mismatch;
import dev.countersign.verify.entity.SimpleSigningPayload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which of an image's verified signatures is by the identity that is asked for and says what is asked for (Kyverno spec 8.3 steps 4
 * to 6). One signature must satisfy both; Kyverno takes the identity of one and the annotations of another (divergence D03).
 */
final class SignerMatch {
    /** The number of the divergence. */
    static final String ONE_SIGNATURE = "D03";

    private SignerMatch() {}

    /** The verdict over signatures of which there is at least one. */
    static Verdict among(List<VerifiedSignature<SimpleSigningPayload>> verified, CosignRequirement requirement) {
        Optional<CertificateIdentity> identity = requirement.identity().filter(asked -> !asked.acceptsEverybody());
        List<VerifiedSignature<SimpleSigningPayload>> bySigner = new ArrayList<>();
        List<Mismatch> mismatches = new ArrayList<>();
        for (VerifiedSignature<SimpleSigningPayload> signature : verified) {
            Optional<Mismatch> mismatch = identity.isEmpty()
                    ? Optional.empty()
                    : signature.certificate().isEmpty()
                            ? Optional.of(withoutCertificate())
                            : identity.get().mismatch(signature.certificate().get());
            mismatch.ifPresentOrElse(mismatches::add, () -> bySigner.add(signature));
        }
        if (bySigner.isEmpty()) {
            List<String> messages = new ArrayList<>();
            List<Reason> reasons = new ArrayList<>();
            List<String> divergences = new ArrayList<>();
            for (Mismatch mismatch : mismatches) {
                messages.add(mismatch.message());
                reasons.add(mismatch.reason());
                mismatch.divergence().ifPresent(divergences::add);
            }
            verified.forEach(signature -> divergences.addAll(signature.divergences()));
            return new Verdict.Rejected(String.join("; ", messages), reasons, divergences);
        }
        for (VerifiedSignature<SimpleSigningPayload> signature : bySigner) {
            if (says(signature, requirement)) {
                return new Verdict.Verified(
                        signature.payload().digest(), List.of(signature.evidence()), signature.divergences());
            }
        }
        boolean another = verified.stream().anyMatch(signature -> says(signature, requirement));
        return new Verdict.Rejected(
                "no signature matched the required annotations",
                List.of(
                        new Reason(
                                "ANNOTATIONS_MISMATCH",
                                "",
                                another
                                        ? "the signature that says this is by somebody else than the identity asked for"
                                        : "the image is signed, but no signature says this",
                                String.join(
                                        "; ",
                                        bySigner.stream()
                                                .map(signature -> new TreeMap<>(signature
                                                                .payload()
                                                                .annotations())
                                                        .toString())
                                                .toList()),
                                new TreeMap<>(requirement.annotations()).toString(),
                                "Sign with these annotations (cosign sign -a key=value), or change annotations in the policy.")),
                another ? List.of(ONE_SIGNATURE) : List.of());
    }

    private static boolean says(VerifiedSignature<SimpleSigningPayload> signature, CosignRequirement requirement) {
        return requirement.annotations().entrySet().stream().allMatch(wanted -> wanted.getValue()
                .equals(signature.payload().annotations().get(wanted.getKey())));
    }

    static Mismatch withoutCertificate() {
        return new Mismatch(
                "certificate not found",
                new Reason(
                        "NO_CERTIFICATE",
                        "",
                        "the signature brings no certificate, so nobody is named",
                        "",
                        "",
                        "Sign keyless."),
                Optional.empty());
    }
}
