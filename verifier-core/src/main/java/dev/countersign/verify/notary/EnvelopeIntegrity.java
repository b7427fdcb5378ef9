package dev.countersign.verify.notary;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.document.GoText;
import dev.countersign.verify.check.CheckFailure;
import dev.countersign.verify.entity.CoseEnvelope;
import dev.countersign.verify.entity.JwsEnvelope;
import dev.countersign.verify.entity.JwsTokens;
import dev.countersign.verify.entity.MalformedEntityException;
import dev.countersign.verify.entity.NotationAlgorithm;
import dev.countersign.verify.entity.NotationEnvelope;
import dev.countersign.verify.entity.NotationSignature;
import java.util.OptionalInt;

/**
 * Checks that an envelope is signed by the key of its first certificate, that it says what a notation signature must say, and that
 * its chain and algorithm keep to the rules (signature-verification.md 7.3, step 1). Nothing says yet that anybody trusts the signer.
 */
final class EnvelopeIntegrity {
    private static final String PAYLOAD = "application/vnd.cncf.notary.payload.v1+json";

    private EnvelopeIntegrity() {}

    /**
     * What the envelope says.
     *
     * @throws CheckFailure in the words of notation-core
     */
    static NotationSignature verify(ReadEnvelope read, Cryptography cryptography) throws CheckFailure {
        NotationEnvelope envelope = read.envelope();
        if (envelope.certificateCount() > NotationEnvelope.MAX_CERTIFICATES) {
            throw Refusal.malformed(ReadEnvelope.tooManyCertificates()).resting(NotationDiscovery.AS_STATED);
        }
        NotationSignature signature;
        try {
            ParsedCertificate leaf = read.signer().get();
            if (envelope instanceof JwsEnvelope jws) {
                verifyJws(jws, leaf, cryptography);
            } else if (envelope instanceof CoseEnvelope cose) {
                verifyCose(cose, leaf, cryptography);
            }
            signature = read.content().get();
        } catch (MalformedEntityException e) {
            throw Refusal.malformed(String.valueOf(e.getMessage()));
        }
        checkContent(signature);
        CodeSigningChain.check(signature.chain(), cryptography);
        checkAlgorithm(signature);
        if (!signature.contentType().equals(PAYLOAD)) {
            throw Refusal.of(
                    "PAYLOAD_TYPE_UNKNOWN",
                    "payload content type " + GoText.quote(signature.contentType()) + " not supported",
                    "the signature is over something else than a notation payload",
                    signature.contentType(),
                    PAYLOAD,
                    "Sign the image with notation.");
        }
        return signature;
    }

    private static void verifyJws(JwsEnvelope envelope, ParsedCertificate leaf, Cryptography cryptography)
            throws CheckFailure {
        try {
            JwsTokens.Token token = JwsTokens.read(envelope);
            NotationAlgorithm algorithm = NotationAlgorithm.ofJws(token.algorithm())
                    .orElseThrow(() -> Refusal.invalid("signing method " + token.algorithm() + " is invalid"));
            VerificationKey key = leaf.publicKey()
                    .filter(known ->
                            algorithm.isEcdsa() ? known.kind().isEcdsa() : known.kind() == VerificationKey.Kind.RSA)
                    .orElseThrow(
                            () -> Refusal.invalid(algorithm.isEcdsa() ? "key is of invalid type" : "key is invalid"));
            byte[] signature = token.signature();
            verify(algorithm, key, token.signed(), signature, OptionalInt.empty(), cryptography);
        } catch (MalformedEntityException e) {
            throw Refusal.invalid(String.valueOf(e.getMessage()));
        } catch (CryptographyException e) {
            String message = String.valueOf(e.getMessage());
            throw Refusal.invalid(message.equals("ecdsa: verification error") ? "crypto/" + message : message);
        }
    }

    private static void verifyCose(CoseEnvelope envelope, ParsedCertificate leaf, Cryptography cryptography)
            throws CheckFailure {
        VerificationKey key = leaf.publicKey().orElseThrow(() -> Refusal.malformed("unsupported public key type"));
        NotationAlgorithm algorithm = algorithmOf(key);
        if (envelope.payload().isEmpty()) {
            throw Refusal.invalid("missing payload");
        }
        try {
            long stated = envelope.algorithm();
            if (stated != algorithm.coseId()) {
                throw Refusal.invalid(
                        "algorithm mismatch: verifier " + algorithm + ": header " + CoseAlgorithmNames.name(stated));
            }
            OptionalInt salt = OptionalInt.of(algorithm.hash().size());
            verify(algorithm, key, envelope.signedBytes(), envelope.signature(), salt, cryptography);
        } catch (MalformedEntityException e) {
            throw Refusal.invalid(String.valueOf(e.getMessage()));
        } catch (CryptographyException e) {
            throw Refusal.invalid("verification error");
        }
    }

    private static void verify(
            NotationAlgorithm algorithm,
            VerificationKey key,
            byte[] message,
            byte[] signature,
            OptionalInt salt,
            Cryptography cryptography)
            throws CryptographyException {
        if (algorithm.isEcdsa()) {
            cryptography.verifyP1363Ecdsa(key, algorithm.hash(), message, signature, algorithm.width());
        } else {
            cryptography.verifyRsaPss(key, algorithm.hash(), message, signature, salt);
        }
    }

    private static void checkContent(NotationSignature signature) throws CheckFailure {
        if (signature.payload().length == 0) {
            throw Refusal.malformed("content not present");
        }
        if (signature.signingTime().isEmpty() || signature.signingTime().get().isZero()) {
            throw Refusal.of(
                    "SIGNING_TIME_MISSING",
                    "signing-time not present",
                    "the signature does not say when it was made",
                    "",
                    "the signed header io.cncf.notary.signingTime",
                    "Sign the image with notation.");
        }
        if (signature.expiry().isPresent()
                && !signature
                        .expiry()
                        .get()
                        .instant()
                        .isAfter(signature.signingTime().get().instant())) {
            throw Refusal.of(
                    "EXPIRY_BEFORE_SIGNING",
                    "expiry cannot be equal or before the signing time",
                    "the signature expired before it was made",
                    signature.expiry().get().rfc1123z(),
                    "an expiry behind " + signature.signingTime().get().rfc1123z(),
                    "Sign the image again, with an expiry in the future.");
        }
        if (signature.chain().isEmpty()) {
            throw Refusal.malformed("certificate-chain not present or is empty");
        }
    }

    private static void checkAlgorithm(NotationSignature signature) throws CheckFailure {
        VerificationKey key = signature
                .chain()
                .get(0)
                .publicKey()
                .orElseThrow(() -> Refusal.malformed("unsupported public key type"));
        NotationAlgorithm derived = algorithmOf(key);
        if (derived != signature.algorithm()) {
            throw Refusal.of(
                    "ALGORITHM_OF_OTHER_KEY",
                    "mismatch between signature algorithm derived from signing certificate (" + derived.number()
                            + ") and signing algorithm specified ("
                            + signature.algorithm().number() + "s)",
                    "the signature is of another algorithm than the signer's key is meant for",
                    signature.algorithm().name(),
                    derived.name(),
                    "Sign the image with notation, which takes the algorithm from the key.");
        }
    }

    private static NotationAlgorithm algorithmOf(VerificationKey key) throws CheckFailure {
        try {
            return NotationAlgorithm.ofKey(key);
        } catch (CryptographyException e) {
            throw Refusal.of(
                    "UNSUPPORTED_KEY",
                    String.valueOf(e.getMessage()),
                    "the signer's key is of a kind or size that notation does not sign with",
                    String.valueOf(e.getMessage()),
                    "RSA of 2048, 3072 or 4096 bits, or ECDSA over P-256, P-384 or P-521",
                    "Sign with another key.");
        }
    }
}
