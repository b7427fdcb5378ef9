package dev.countersign.crypto;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Signature;
import java.util.Optional;
import java.util.OptionalInt;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Verifies signatures. Immutable and thread-safe. Nothing is registered with {@link java.security.Security}.
 *
 * <p>Every method returns normally for a signature that verifies, and throws {@link CryptographyException} in Go's words for
 * everything else; no other exception leaves, whatever the bytes.
 *
 * <p>Bouncy Castle is called below its provider: nothing is looked up, translated or validated per call, and the key keeps the
 * multiples of its point that Bouncy Castle computes at the first use. A second verification with the same P-256 key object takes
 * less than half of the time that one with a key parsed anew takes, so keys are worth keeping.
 */
public final class Cryptography {
    private static final String ED25519_FAILED = "failed to verify signature";
    private static final String ECDSA_FAILED = "ecdsa: verification error";
    private static final String UNSUPPORTED = "unsupported public key type";
    private static final byte[] NO_CONTEXT = {};

    private final Optional<Provider> preferred;

    private Cryptography(Optional<Provider> preferred) {
        this.preferred = preferred;
    }

    /** Computes with Bouncy Castle: on JDK 17, ten times faster than the JDK for P-256. */
    public static Cryptography bouncyCastle() {
        return new Cryptography(Optional.empty());
    }

    /**
     * Computes with the given provider whatever it offers of ECDSA and Ed25519 over whole messages, and the rest, and curves
     * that it lacks, as {@link #bouncyCastle()} does. What counts as a well-formed signature is decided here in both cases. RSA
     * is never the provider's: some take signatures that Go refuses (of another length than the modulus, for one).
     */
    public static Cryptography of(Provider provider) {
        return new Cryptography(Optional.of(provider));
    }

    /**
     * Verifies as sigstore does: ECDSA over P-224, P-256, P-384 or P-521 with the signature as strict DER, or, where it is
     * no ASN.1 at all, as IEEE P1363; RSA PKCS#1 v1.5 from 1024 bits; pure Ed25519, for which the hash is ignored.
     *
     * @throws CryptographyException {@code invalid signature when validating ASN.1 encoded signature}, {@code ecdsa: Invalid
     *     IEEE_P1363 encoded bytes}, {@code invalid signature when validating IEEE_P1363 encoded signature}, {@code crypto/rsa:
     *     verification error}, {@code failed to verify signature}, or what {@link VerificationKey#requireVerifier} says
     */
    public void verify(VerificationKey key, HashAlgorithm hash, byte[] message, byte[] signature)
            throws CryptographyException {
        key.requireVerifier(hash);
        switch (key.kind()) {
            case ED25519 -> verifyEd25519(key, message, signature);
            case RSA -> RsaVerifier.verifyPkcs1(rsa(key), hash, Digests.digest(hash, message), signature);
            default -> verifySigstoreEcdsa(key, signature, hash, Input.message(hash, message));
        }
    }

    /**
     * As {@link #verify}, of a message of which only the hash is known.
     *
     * @throws CryptographyException as there, and for Ed25519 keys, which need the message
     */
    public void verifyDigest(VerificationKey key, HashAlgorithm hash, byte[] digest, byte[] signature)
            throws CryptographyException {
        key.requireVerifier(hash);
        if (digest.length != hash.size()) {
            throw new CryptographyException("crypto/rsa: input must be hashed message");
        }
        if (key.kind() == VerificationKey.Kind.RSA) {
            RsaVerifier.verifyPkcs1(rsa(key), hash, digest, signature);
        } else if (key.kind().isEcdsa()) {
            verifySigstoreEcdsa(key, signature, hash, Input.digest(digest));
        } else {
            throw new CryptographyException(UNSUPPORTED);
        }
    }

    /**
     * Verifies an ECDSA signature that must be strict DER, as Go's {@code ecdsa.VerifyASN1} does: signed entry timestamps,
     * certificate timestamps, certificates.
     *
     * @throws CryptographyException {@code ecdsa: verification error}
     */
    public void verifyAsn1Ecdsa(VerificationKey key, HashAlgorithm hash, byte[] message, byte[] signature)
            throws CryptographyException {
        Optional<EcdsaSignature> numbers = EcdsaSignature.ofDer(signature);
        if (numbers.isEmpty() || !isValid(key, numbers.get(), hash, Input.message(hash, message))) {
            throw new CryptographyException(ECDSA_FAILED);
        }
    }

    /**
     * Verifies an ECDSA signature of r and s, one behind the other, of a fixed width each (RFC 7518 3.4, RFC 9053 2.1).
     *
     * @param width the length of each number in bytes; a signature of another length than twice that fails
     * @throws CryptographyException {@code ecdsa: verification error}, or another kind of key
     */
    public void verifyP1363Ecdsa(VerificationKey key, HashAlgorithm hash, byte[] message, byte[] signature, int width)
            throws CryptographyException {
        Optional<EcdsaSignature> numbers =
                signature.length == 2L * width ? EcdsaSignature.ofP1363(signature) : Optional.empty();
        if (numbers.isEmpty() || !isValid(key, numbers.get(), hash, Input.message(hash, message))) {
            throw new CryptographyException(ECDSA_FAILED);
        }
    }

    /**
     * Verifies pure Ed25519 (RFC 8032).
     *
     * @throws CryptographyException {@code failed to verify signature}, or another kind of key
     */
    public void verifyEd25519(VerificationKey key, byte[] message, byte[] signature) throws CryptographyException {
        requireEd25519(key);
        if (signature.length != Ed25519.SIGNATURE_SIZE) {
            throw new CryptographyException(ED25519_FAILED);
        }
        if (preferred.isPresent()) {
            Optional<Boolean> answer = ask(preferred.get(), "Ed25519", key, message, signature);
            if (answer.isPresent()) {
                require(answer.get(), ED25519_FAILED);
                return;
            }
        }
        require(
                key.parsed(Ed25519PublicKeyParameters.class)
                        .filter(point ->
                                point.verify(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0))
                        .isPresent(),
                ED25519_FAILED);
    }

    /**
     * Verifies Ed25519ph (RFC 8032, empty context) over the message's SHA-512 digest, as Rekor does for Ed25519 entries.
     *
     * @throws CryptographyException {@code failed to verify signature}, or another kind of key
     */
    public void verifyEd25519ph(VerificationKey key, byte[] sha512, byte[] signature) throws CryptographyException {
        requireEd25519(key);
        require(
                sha512.length == Ed25519.PREHASH_SIZE
                        && signature.length == Ed25519.SIGNATURE_SIZE
                        && key.parsed(Ed25519PublicKeyParameters.class)
                                .filter(point -> point.verify(
                                        Ed25519.Algorithm.Ed25519ph,
                                        NO_CONTEXT,
                                        sha512,
                                        0,
                                        sha512.length,
                                        signature,
                                        0))
                                .isPresent(),
                ED25519_FAILED);
    }

    /**
     * Verifies RSASSA-PSS with MGF1 over the same hash, always with this library's own code over the JDK's big integers.
     *
     * @param saltLength in bytes; empty: any, as Go's {@code PSSSaltLengthAuto}
     * @throws CryptographyException {@code crypto/rsa: verification error}, or another kind of key
     */
    public void verifyRsaPss(
            VerificationKey key, HashAlgorithm hash, byte[] message, byte[] signature, OptionalInt saltLength)
            throws CryptographyException {
        RsaVerifier.verifyPss(rsa(key), hash, Digests.digest(hash, message), signature, saltLength);
    }

    /** A message, or its digest where only that is known. */
    private record Input(Optional<byte[]> message, byte[] digest) {
        static Input message(HashAlgorithm hash, byte[] message) {
            return new Input(Optional.of(message), Digests.digest(hash, message));
        }

        static Input digest(byte[] digest) {
            return new Input(Optional.empty(), digest);
        }
    }

    private void verifySigstoreEcdsa(VerificationKey key, byte[] signature, HashAlgorithm hash, Input input)
            throws CryptographyException {
        if (EcdsaSignature.looksLikeAsn1(signature)) {
            Optional<EcdsaSignature> numbers = EcdsaSignature.ofDer(signature);
            require(
                    numbers.isPresent() && isValid(key, numbers.get(), hash, input),
                    "invalid signature when validating ASN.1 encoded signature");
            return;
        }
        EcdsaSignature numbers = EcdsaSignature.ofP1363(signature)
                .orElseThrow(() -> new CryptographyException("ecdsa: Invalid IEEE_P1363 encoded bytes"));
        require(isValid(key, numbers, hash, input), "invalid signature when validating IEEE_P1363 encoded signature");
    }

    private boolean isValid(VerificationKey key, EcdsaSignature numbers, HashAlgorithm hash, Input input)
            throws CryptographyException {
        ECPublicKeyParameters point =
                key.parsed(ECPublicKeyParameters.class).orElseThrow(() -> new CryptographyException(UNSUPPORTED));
        // Before any provider is asked: JDK 17.0.0 to 17.0.2 take r = s = 0 for a valid signature (CVE-2022-21449).
        if (!numbers.isInRange(point.getParameters().getN())) {
            return false;
        }
        if (preferred.isPresent() && input.message().isPresent()) {
            Optional<Boolean> answer = ask(
                    preferred.get(),
                    prefix(hash) + "withECDSA",
                    key,
                    input.message().get(),
                    numbers.toDer());
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        ECDSASigner signer = new ECDSASigner();
        signer.init(false, point);
        return signer.verifySignature(input.digest(), numbers.r(), numbers.s());
    }

    /**
     * The provider's answer; empty where it lacks the algorithm, does not take the key, or breaks off (the JDK does so for
     * P-224 only when it verifies), so that Bouncy Castle decides.
     */
    private static Optional<Boolean> ask(
            Provider provider, String algorithm, VerificationKey key, byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(algorithm, provider);
            verifier.initVerify(key.publicKey());
            verifier.update(message);
            return Optional.of(verifier.verify(signature));
        } catch (GeneralSecurityException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static String prefix(HashAlgorithm hash) {
        return hash.javaName().replace("-", "");
    }

    private static RsaKey rsa(VerificationKey key) throws CryptographyException {
        return key.parsed(RsaKey.class).orElseThrow(() -> new CryptographyException(UNSUPPORTED));
    }

    private static void requireEd25519(VerificationKey key) throws CryptographyException {
        if (key.kind() != VerificationKey.Kind.ED25519) {
            throw new CryptographyException(UNSUPPORTED);
        }
    }

    private static void require(boolean valid, String refusal) throws CryptographyException {
        if (!valid) {
            throw new CryptographyException(refusal);
        }
    }
}
