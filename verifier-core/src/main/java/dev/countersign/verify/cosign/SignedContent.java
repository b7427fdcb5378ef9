package dev.countersign.verify.cosign;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.crypto.StandardBase64;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.registry.Digest;
import dev.countersign.verify.Reason;
import dev.countersign.verify.check.CheckFailure;
import dev.countersign.verify.check.DsseSignature;
import dev.countersign.verify.check.InTotoClaim;
import dev.countersign.verify.check.ProvenSignature;
import dev.countersign.verify.check.SimpleSigningClaim;
import dev.countersign.verify.entity.CosignAttestation;
import dev.countersign.verify.entity.CosignSignature;
import dev.countersign.verify.entity.InTotoStatement;
import dev.countersign.verify.entity.MalformedEntityException;
import dev.countersign.verify.entity.SimpleSigningPayload;
import java.util.Optional;

/**
 * What a layer in cosign's own layout holds and how it is signed; everything else about a layer is the same for signatures and
 * attestations.
 *
 * @param <C> what it can say
 */
@FunctionalInterface
interface SignedContent<C> {

    /**
     * Who must have signed.
     *
     * @param key the signer's
     * @param hash under the signature
     * @param keyed whether the key is a static one
     * @param proven a signature of the log entry that has been verified already
     */
    record Signer(
            VerificationKey key,
            HashAlgorithm hash,
            boolean keyed,
            Optional<ProvenSignature> proven,
            Cryptography cryptography) {}

    /** Checks the layer's signature, and that what is signed speaks of the manifest with that digest. */
    C verify(CosignSignature layer, Signer signer, Digest subject) throws CheckFailure;

    /** Signatures of images: over the payload itself, in an annotation. */
    static SimpleSigningPayload signature(CosignSignature layer, Signer signer, Digest subject) throws CheckFailure {
        byte[] payload = layer.payload();
        try {
            byte[] signature = StandardBase64.octets(layer.signature());
            if (signer.proven().isEmpty()
                    || !signer.proven().get().answers(signer.key(), signer.hash(), payload, signature)) {
                signer.cryptography().verify(signer.key(), signer.hash(), payload, signature);
            }
        } catch (CryptographyException e) {
            throw new CheckFailure(
                    String.valueOf(e.getMessage()),
                    new Reason(
                            "SIGNATURE_INVALID",
                            "",
                            signer.keyed()
                                    ? "the signature was not made with this key over this payload"
                                    : "the signature was not made with the certificate's key over this payload",
                            "signature at " + layer.foundAt(),
                            "a signature by the key with id " + signer.key().id(),
                            "Sign with this key, or put the signer's public key into the policy."));
        }
        return SimpleSigningClaim.verify(payload, subject);
    }

    /** Attestations of images: an envelope with its own signatures around a statement. */
    static CosignAttestation attestation(CosignSignature layer, Signer signer, Digest subject) throws CheckFailure {
        CosignAttestation attestation;
        try {
            attestation = CosignAttestation.parse(layer);
        } catch (MalformedEntityException e) {
            throw unreadable("ENVELOPE_UNREADABLE", "what is stored as an attestation is no envelope of one", e);
        }
        DsseSignature.verify(
                attestation.envelope(), signer.key(), signer.hash(), signer.cryptography(), layer.foundAt());
        try {
            if (attestation.payloadFault().isPresent()) {
                throw new MalformedEntityException(attestation.payloadFault().get());
            }
            InTotoClaim.verify(
                    InTotoStatement.orWithTextPredicate(attestation.envelope().payload()), subject);
        } catch (MalformedEntityException e) {
            throw unreadable(
                    "STATEMENT_UNREADABLE", "the signature holds, but what it signs is no in-toto statement", e);
        }
        return attestation;
    }

    private static CheckFailure unreadable(String code, String message, MalformedEntityException cause) {
        String words = String.valueOf(cause.getMessage());
        CheckFailure failure = new CheckFailure(
                words, new Reason(code, "", message, words, "", "Attest the image again with cosign."));
        failure.initCause(cause);
        return failure;
    }
}
