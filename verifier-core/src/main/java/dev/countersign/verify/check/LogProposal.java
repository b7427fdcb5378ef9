package dev.countersign.verify.check;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.crypto.StandardBase64;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.verify.entity.CosignAttestation;
import dev.countersign.verify.entity.DsseEnvelope;
import dev.countersign.verify.entity.EnvelopeFields;
import dev.countersign.verify.entity.GoJson;
import dev.countersign.verify.entity.MalformedEntityException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What stands before cosign asks a log for the entry of a layer that brings none: it builds the entry that it looks for, and Rekor's
 * library takes a layer without a signature for an envelope, whose signatures it verifies. A layer that passes would be asked for; nobody
 * is ever asked here. Stateless.
 */
public final class LogProposal {
    private LogProposal() {}

    /**
     * Checks that an entry can be built.
     *
     * @param base64 the layer's signature
     * @param layer its bytes
     * @param key of the signer
     * @throws CheckFailure {@code decoding base64 signature: …}, {@code payload must be a valid DSSE envelope: …}, {@code could not verify
     *     envelope: …}, {@code all signatures must have a key that verifies it}
     */
    public static void require(String base64, byte[] layer, VerificationKey key, Cryptography cryptography)
            throws CheckFailure {
        byte[] signature;
        try {
            signature = StandardBase64.octets(base64);
        } catch (CryptographyException e) {
            throw failure("decoding base64 signature: " + e.getMessage());
        }
        if (signature.length > 0) {
            return;
        }
        EnvelopeFields fields;
        try {
            fields = EnvelopeFields.read(GoJson.unmarshal(layer, CosignAttestation.LIMITS));
        } catch (MalformedEntityException e) {
            throw failure("payload must be a valid DSSE envelope: " + e.getMessage());
        }
        if (fields.signatures().isEmpty()) {
            return;
        }
        DsseEnvelope envelope;
        try {
            envelope = fields.decoded();
        } catch (MalformedEntityException e) {
            throw failure("could not verify envelope: " + e.getMessage());
        }
        requireSigned(envelope, fields, key, cryptography);
    }

    /** Of several signatures by one key Rekor's library takes the first for the key's, and nobody's the others. */
    private static void requireSigned(
            DsseEnvelope envelope, EnvelopeFields fields, VerificationKey key, Cryptography cryptography)
            throws CheckFailure {
        byte[] signed = envelope.signedBytes();
        List<DsseEnvelope.Signature> signatures = envelope.signatures();
        Set<String> unknown = new HashSet<>();
        fields.signatures().forEach(signature -> unknown.add(signature.sig()));
        boolean found = false;
        for (int i = 0; i < Math.min(signatures.size(), DsseSignature.MAX_SIGNATURES) && !found; i++) {
            found = isBy(key, signed, signatures.get(i).signature(), cryptography);
            if (found) {
                unknown.remove(fields.signatures().get(i).sig());
            }
        }
        if (!found) {
            throw failure(
                    "could not verify envelope: accepted signatures do not match threshold, Found: 0, Expected 1");
        }
        if (!unknown.isEmpty()) {
            throw failure("all signatures must have a key that verifies it");
        }
    }

    private static boolean isBy(VerificationKey key, byte[] signed, byte[] signature, Cryptography cryptography) {
        try {
            cryptography.verify(key, HashAlgorithm.SHA256, signed, signature);
            return true;
        } catch (CryptographyException e) {
            return false;
        }
    }

    private static CheckFailure failure(String message) {
        return CheckFailure.of(
                "NO_LOG_ENTRY",
                message,
                "no entry of a transparency log, and nothing that one could be made for",
                "a signature with a Rekor entry",
                "Sign with a transparency log (cosign --tlog-upload=true); or, for static keys only and if you accept"
                        + " signatures without a log, state rekor.ignoreTlog: true.");
    }
}
