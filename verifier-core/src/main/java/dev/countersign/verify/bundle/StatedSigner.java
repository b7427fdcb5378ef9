package dev.countersign.verify.bundle;

import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.ImageVerification;
import dev.countersign.verify.Reason;
import dev.countersign.verify.attestor.CertificateKey;
import dev.countersign.verify.attestor.KeySource;
import dev.countersign.verify.bundle.BundleRequirement.Signer;
import dev.countersign.verify.check.BundleIdentity;
import java.util.Optional;

/** Who must have signed a bundle, as the policy states it. */
final class StatedSigner {
    private StatedSigner() {}

    static Signer of(ImageVerification entry, Optional<AttestorIdentity> who, HashAlgorithm hash) {
        if (who.orElse(null) instanceof AttestorIdentity.Keys keys) {
            return key(keys, hash);
        }
        if (who.orElse(null) instanceof AttestorIdentity.Keyless keyless) {
            return new Signer.Identity(BundleIdentity.of(keyless, entry.additionalExtensions()));
        }
        if (who.orElse(null) instanceof AttestorIdentity.Certificates certificates) {
            return CertificateKey.of(certificates, hash)
                    .<Signer>map(Signer.Certificate::new)
                    .orElseGet(Signer.BelowChain::new);
        }
        return new Signer.Nobody();
    }

    private static Signer key(AttestorIdentity.Keys keys, HashAlgorithm hash) {
        if (keys.publicKeys()
                .contains("PUBLIC KEY")) { // with anything around it, and of the older kind too (measured 92)
            return new Signer.Key(inline(keys.publicKeys(), hash));
        }
        boolean isStated = !keys.publicKeys().isEmpty()
                || keys.secret().isPresent()
                || !keys.kms().isEmpty();
        return isStated ? new Signer.Key(KeySource.of(keys, hash)) : new Signer.Nobody();
    }

    private static KeySource inline(String pem, HashAlgorithm hash) {
        try {
            VerificationKey key = VerificationKey.fromPem(pem);
            key.requireVerifier(hash);
            return new KeySource.Known(key);
        } catch (CryptographyException e) {
            String cause = String.valueOf(e.getMessage());
            boolean unfit = cause.equals("invalid hash function specified");
            return new KeySource.Broken(
                    (unfit ? "" : "pem to public key: ") + cause,
                    new Reason(
                            "KEY_NOT_LOADED",
                            "",
                            unfit
                                    ? "signatureAlgorithm " + hash.policyName() + " does not fit this kind of key"
                                    : "publicKeys holds no public key that can be read",
                            cause,
                            "one PEM block BEGIN PUBLIC KEY or BEGIN RSA PUBLIC KEY, its lines not indented",
                            "Paste the key as \"cosign public-key\" prints it."),
                    false,
                    false);
        }
    }
}
