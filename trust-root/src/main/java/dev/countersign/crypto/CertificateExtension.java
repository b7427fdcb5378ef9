package dev.countersign.crypto;

/**
 * An extension of a certificate. Immutable.
 *
 * @param oid dotted decimal
 * @param critical as written
 * @param value the contents of the OCTET STRING
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out
public record CertificateExtension(String oid, boolean critical, byte[] value) {
    public CertificateExtension {
        value = value.clone();
    }

    @Override
    public byte[] value() {
        return value.clone();
    }
}
