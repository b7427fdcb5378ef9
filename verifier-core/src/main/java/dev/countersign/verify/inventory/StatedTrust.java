package dev.countersign.verify.inventory;

import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.Policy;
import dev.countersign.policy.VerificationType;
import dev.countersign.policy.check.lint.PlacedIdentity;
import dev.countersign.trust.CertificateAuthority;
import dev.countersign.trust.LogKey;
import dev.countersign.trust.Origin;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.inventory.TrustFinding;
import dev.countersign.trust.inventory.TrustFinding.Severity;
import dev.countersign.verify.attestor.PolicyTrust;
import dev.countersign.verify.attestor.PolicyTrust.LogKeys;
import dev.countersign.verify.attestor.PolicyTrust.Roots;
import dev.countersign.verify.attestor.TimestampTrust;
import java.util.ArrayList;
import java.util.List;

/**
 * The trust that a policy states: {@code roots}, {@code rekor.pubkey}, {@code ctlog.pubkey}, {@code ctlog.tsaCertChain} and {@code
 * certificates} of its attestors. Immutable.
 *
 * @param materials that of each attestor which states any, in order
 * @param findings fields that cannot be read, or that only the engine knows because a variable stands there
 */
public record StatedTrust(List<TrustMaterial> materials, List<TrustFinding> findings) {
    public StatedTrust {
        materials = List.copyOf(materials);
        findings = List.copyOf(findings);
    }

    /** Reads it as the verifiers do; no origin names a file. */
    public static StatedTrust of(Policy policy) {
        List<TrustMaterial> materials = new ArrayList<>();
        List<TrustFinding> findings = new ArrayList<>();
        for (PlacedIdentity placed : PlacedIdentity.of(policy)) {
            TrustMaterial material = new Attestor(policy, placed, findings).material();
            if (!material.equals(TrustMaterial.NONE)) {
                materials.add(material);
            }
        }
        return new StatedTrust(materials, findings);
    }

    /** One attestor's trust. */
    private record Attestor(Policy policy, PlacedIdentity placed, List<TrustFinding> findings) {

        TrustMaterial material() {
            if (placed.entry().type() == VerificationType.NOTARY) {
                return new TrustMaterial(roots(), List.of(), List.of(), List.of());
            }
            return new TrustMaterial(
                    roots(),
                    logs(
                            "rekor.pubkey",
                            placed.rekor().map(AttestorIdentity.Rekor::pubkey).orElse("")),
                    logs(
                            "ctlog.pubkey",
                            placed.ctlog().map(AttestorIdentity.CtLog::pubkey).orElse("")),
                    timestamps(placed.ctlog()
                            .map(AttestorIdentity.CtLog::tsaCertChain)
                            .orElse("")));
        }

        private List<CertificateAuthority> roots() {
            String field = "roots";
            String pem = "";
            if (placed.identity() instanceof AttestorIdentity.Keyless keyless) {
                pem = keyless.roots().isEmpty() ? placed.entry().roots() : keyless.roots();
            } else if (placed.identity() instanceof AttestorIdentity.Certificates certificates) {
                field = "cert and certChain";
                pem = certificates.cert() + "\n" + certificates.certChain();
            }
            if (isUnknown(field, pem.strip())) {
                return List.of();
            }
            Roots roots = PolicyTrust.roots(pem, origin(field));
            if (roots instanceof Roots.Stated stated) {
                return List.of(stated.authority());
            }
            unreadable(field, "no certificate");
            return List.of();
        }

        private List<LogKey> logs(String field, String pem) {
            if (isUnknown(field, pem)) {
                return List.of();
            }
            LogKeys keys = PolicyTrust.logKeys(pem, origin(field));
            if (keys instanceof LogKeys.Stated stated) {
                return stated.keys();
            }
            if (keys instanceof LogKeys.Malformed malformed) {
                unreadable(field, malformed.message());
            }
            return List.of();
        }

        private List<CertificateAuthority> timestamps(String pem) {
            String field = "ctlog.tsaCertChain";
            if (isUnknown(field, pem)) {
                return List.of();
            }
            TimestampTrust trust = TimestampTrust.of(pem, origin(field));
            if (trust instanceof TimestampTrust.Stated stated) {
                return stated.authorities();
            }
            if (trust instanceof TimestampTrust.Malformed malformed) {
                unreadable(field, malformed.message());
            }
            return List.of();
        }

        /** Whether nothing can be read of the field: it is empty, or a variable stands there. */
        private boolean isUnknown(String field, String pem) {
            if (pem.contains("{{")) {
                findings.add(new TrustFinding(
                        "TRUST_IS_VARIABLE",
                        Severity.NOTE,
                        origin(field).description(),
                        "a variable stands here, so that only the engine will know the trust",
                        "",
                        "Check the source that the variable names"));
                return true;
            }
            return pem.isEmpty();
        }

        private void unreadable(String field, String cause) {
            findings.add(new TrustFinding(
                    "TRUST_UNREADABLE",
                    Severity.ERROR,
                    origin(field).description(),
                    "the trust that stands here cannot be read, so that nothing is proven by it",
                    cause,
                    "Paste the PEM text whole, with its lines not indented further than the first"));
        }

        private Origin origin(String field) {
            return new Origin("policy " + policy.name() + ", " + placed.path() + "." + field);
        }
    }
}
