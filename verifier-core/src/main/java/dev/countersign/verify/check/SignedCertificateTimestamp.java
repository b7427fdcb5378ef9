package dev.countersign.verify.check;

import java.time.Instant;
import java.util.HexFormat;

/**
 * A certificate transparency log's promise for one certificate (RFC 6962, 3.2), parsed and not checked. Immutable.
 *
 * @param version 0 for v1
 * @param logId SHA-256 of the log's key, lower-case hexadecimal
 * @param timestamp milliseconds since 1970; negative where it is beyond {@link Long#MAX_VALUE}
 * @param extensions usually empty
 * @param hashAlgorithm RFC 5246's number: 4 is SHA-256
 * @param signatureAlgorithm RFC 5246's number: 1 is RSA, 3 is ECDSA
 * @param signature the log's signature
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out
public record SignedCertificateTimestamp(
        int version,
        String logId,
        long timestamp,
        byte[] extensions,
        int hashAlgorithm,
        int signatureAlgorithm,
        byte[] signature) {
    private static final int LOG_ID_BYTES = 32;

    public SignedCertificateTimestamp {
        extensions = extensions.clone();
        signature = signature.clone();
    }

    @Override
    public byte[] extensions() {
        return extensions.clone();
    }

    @Override
    public byte[] signature() {
        return signature.clone();
    }

    /** When the log made the promise. */
    public Instant time() {
        return timestamp < 0 ? Instant.MAX : Instant.ofEpochMilli(timestamp);
    }

    /** Reads one, which must fill the bytes; the messages are those of certificate-transparency-go. */
    static SignedCertificateTimestamp parse(byte[] bytes) throws TlsReader.Malformed {
        TlsReader in = new TlsReader(bytes);
        try {
            SignedCertificateTimestamp sct = new SignedCertificateTimestamp(
                    in.uint8("SCTVersion"),
                    HexFormat.of().formatHex(in.array("KeyID", LOG_ID_BYTES)),
                    in.uint64("Timestamp"),
                    in.vector("Extensions", 0, 65535),
                    in.uint8("Hash"),
                    in.uint8("Signature"),
                    in.vector("Signature", 0, 65535));
            if (in.remaining() > 0) {
                throw new TlsReader.Malformed("extra data (" + in.remaining() + " bytes) after serialized SCT", false);
            }
            return sct;
        } catch (TlsReader.Malformed e) {
            throw e.structural() ? new TlsReader.Malformed("error parsing SCT: " + e.getMessage(), false) : e;
        }
    }
}
