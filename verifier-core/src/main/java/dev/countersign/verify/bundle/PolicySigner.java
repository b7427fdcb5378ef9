package dev.countersign.verify.bundle;

import static dev.countersign.verify.bundle.BundleCheck.failure;

import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.trust.CertificateAuthority;
import dev.countersign.verify.check.BundleIdentity;
import dev.countersign.verify.check.CheckFailure;
import dev.countersign.verify.entity.BundleSigner;
import java.util.List;
import java.util.Optional;

/**
 * Who must have signed, with the key or certificate at hand. Immutable.
 *
 * @param key the static key, or the key of the certificate that the policy states
 * @param pinned the certificate that the policy states
 * @param authorities that the certificate must lead to, where the policy's {@code certChain} says so
 * @param identity that a certificate must name
 * @param needsChain whether a certificate must lead to an authority
 * @param divergences that every answer rests on
 */
record PolicySigner(
        Optional<VerificationKey> key,
        Optional<ParsedCertificate> pinned,
        Optional<List<CertificateAuthority>> authorities,
        Optional<BundleIdentity> identity,
        boolean needsChain,
        List<String> divergences) {
    PolicySigner {
        divergences = List.copyOf(divergences);
    }

    /** A key stands for itself. */
    static PolicySigner of(VerificationKey key) {
        return new PolicySigner(
                Optional.of(key), Optional.empty(), Optional.empty(), Optional.empty(), false, List.of());
    }

    /** Refuses a bundle by another kind of signer. */
    void requireKind(BundleSigner stated) throws CheckFailure {
        if (stated instanceof BundleSigner.Certificate holder) {
            if (pinned.isPresent() && !pinned.get().equals(holder.certificate())) {
                throw failure(
                        "CERTIFICATE_OF_OTHER_KEY",
                        "the bundle's certificate is not the policy's",
                        holder.certificate().toString(),
                        pinned.get().toString(),
                        "Sign with that certificate, or state this one.");
            }
            if (pinned.isEmpty() && key.isPresent()) {
                throw failure(
                        "KEY_EXPECTED",
                        "expected key signature, not certificate",
                        "a bundle with the certificate " + holder.certificate(),
                        "a bundle by the key " + key.get().id(),
                        "Sign with the key, or state the signer under keyless.");
            }
        } else if (stated instanceof BundleSigner.Key && key.isEmpty()) {
            throw failure(
                    "CERTIFICATE_MISSING",
                    "the bundle is signed with a static key",
                    "a bundle without a certificate",
                    "a bundle with one, as the policy's attestor states no key",
                    "State the signer's public key under keys, or sign keyless.");
        }
    }
}
