package dev.countersign.verify.check;

import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.crypto.VerificationKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/**
 * The algorithm by which Sigstore signs with a key unless told otherwise (sigstore's algorithm registry). Immutable.
 *
 * @param name {@code PKIX_ECDSA_P256_SHA_256}
 * @param hash what is signed
 * @param hashName {@code SHA2_256}
 */
record KeyAlgorithm(String name, HashAlgorithm hash, String hashName) {

    /** The algorithm of a key, for hashed messages; absent where there is none, as for RSA keys of an uncommon size. */
    static Optional<KeyAlgorithm> of(VerificationKey key) {
        return switch (key.kind()) {
            case ECDSA_P256 -> known("PKIX_ECDSA_P256_SHA_256", HashAlgorithm.SHA256);
            case ECDSA_P384 -> known("PKIX_ECDSA_P384_SHA_384", HashAlgorithm.SHA384);
            case ECDSA_P521 -> known("PKIX_ECDSA_P521_SHA_512", HashAlgorithm.SHA512);
            case ED25519 -> known("PKIX_ED25519_PH", HashAlgorithm.SHA512);
            case RSA -> {
                int bits = key.publicKey() instanceof RSAPublicKey rsa
                        ? (rsa.getModulus().bitLength() + 7) / 8 * 8
                        : 0;
                yield bits == 2048 || bits == 3072 || bits == 4096
                        ? known("PKIX_RSA_PKCS1V15_" + bits + "_SHA256", HashAlgorithm.SHA256)
                        : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private static Optional<KeyAlgorithm> known(String name, HashAlgorithm hash) {
        return Optional.of(new KeyAlgorithm(name, hash, "SHA2_" + hash.size() * 8));
    }
}
