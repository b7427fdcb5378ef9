package dev.countersign.verify.check;

import dev.countersign.crypto.Cryptography;
import dev.countersign.trust.CertificateAuthority;
import java.util.List;

/**
 * Checks RFC 3161 timestamps against trusted timestamp authorities.
 *
 * <p>Immutable and thread-safe; made once for one list of authorities.
 */
public final class SignedTimestamps {
    private final List<CertificateAuthority> authorities;

    public SignedTimestamps(Cryptography cryptography, List<CertificateAuthority> timestampAuthorities) {
        this.authorities = List.copyOf(timestampAuthorities);
    }

    /**
     * The moment that a response proves.
     *
     * @param response TimeStampResp in DER
     * @param message the bytes that are stamped
     * @throws CheckFailure in the words of the Go libraries
     */
    public ProvenTime verify(byte[] response, byte[] message) throws CheckFailure {
        throw CheckFailure.of(
                "TIMESTAMP_INVALID",
                "timestamps are not verified yet",
                response.length + " bytes over " + message.length + " for " + authorities.size() + " authorities",
                "",
                "");
    }
}
