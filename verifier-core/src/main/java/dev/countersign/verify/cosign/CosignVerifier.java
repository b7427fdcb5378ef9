package dev.countersign.verify.cosign;

import dev.countersign.policy.Attestation;
import dev.countersign.policy.Attestor;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.ImageVerification;
import dev.countersign.verify.ImageVerifier;
import dev.countersign.verify.UnsupportedJudge;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges attestors over signatures and attestations in cosign's own layout: static keys, certificates and keyless (Kyverno's type
 * {@code Cosign}). A set nested within an attestor of an attestation names nobody, as in Kyverno (measured 107). Thread-safe.
 */
public final class CosignVerifier implements ImageVerifier {
    private final CosignDiscovery discovery = new CosignDiscovery();

    @Override
    public Judge compile(ImageVerification entry, Attestor attestor, String origin) {
        List<String> unsupported = new ArrayList<>();
        if (attestor.identity().size() > 1) {
            unsupported.add("more than one of keys, certificates, keyless and attestor");
        }
        Optional<AttestorIdentity> who = who(attestor);
        if (who.isEmpty()) {
            unsupported.add("an attestor without keys, certificates, keyless and attestor");
            return new UnsupportedJudge(unsupported);
        }
        if (who.get() instanceof AttestorIdentity.Nested) {
            unsupported.add("attestor within attestor");
            return new UnsupportedJudge(unsupported);
        }
        return unsupported.isEmpty()
                ? new CosignJudge(CosignRequirement.of(entry, attestor, who.get(), origin), discovery)
                : new UnsupportedJudge(unsupported);
    }

    @Override
    public AttestationJudge compile(
            ImageVerification entry, Attestation attestation, Attestor attestor, String origin) {
        List<AttestorIdentity> stated = attestor.identity().stream()
                .filter(who -> !(who instanceof AttestorIdentity.Nested))
                .toList();
        List<String> unsupported = new ArrayList<>();
        if (stated.size() > 1) {
            unsupported.add("more than one of keys, certificates and keyless");
        }
        Optional<AttestorIdentity> who = stated.stream().findFirst();
        if (!unsupported.isEmpty()) {
            return new UnsupportedJudge(unsupported);
        }
        CosignRequirement requirement = who.map(identity -> CosignRequirement.of(entry, attestor, identity, origin))
                .orElseGet(() -> CosignRequirement.ofAnybody(entry, attestor, origin));
        String type = attestation.type().isEmpty() ? attestation.predicateType() : attestation.type();
        return new CosignAttestationJudge(requirement, type, discovery);
    }

    /** Kyverno looks at keys, certificates and keyless in this order, and at one of them only. */
    private static Optional<AttestorIdentity> who(Attestor attestor) {
        return attestor.identity().stream()
                .filter(AttestorIdentity.Keys.class::isInstance)
                .findFirst()
                .or(() -> attestor.identity().stream()
                        .filter(AttestorIdentity.Certificates.class::isInstance)
                        .findFirst())
                .or(() -> attestor.identity().stream().findFirst());
    }
}
