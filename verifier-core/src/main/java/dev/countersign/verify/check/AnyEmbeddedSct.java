package dev.countersign.verify.check;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.trust.LogKey;
import dev.countersign.verify.entity.GoTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks that at least one trusted certificate transparency log promised a certificate, within the window of its key, as sigstore-go
 * does (signature-verification.md 2.5, the column L-root): promises of other logs, and those that do not verify, count for nothing.
 * Immutable and thread-safe; made once for one list of logs.
 */
public final class AnyEmbeddedSct {
    private final SctSignature signatures;
    private final List<LogKey> logs;

    public AnyEmbeddedSct(Cryptography cryptography, List<LogKey> logs) {
        this.signatures = new SctSignature(cryptography);
        this.logs = List.copyOf(logs);
    }

    /**
     * The id of the log whose promise verifies.
     *
     * @param chain from the leaf to the anchor
     * @throws CheckFailure {@code only able to verify 0 SCT entries; unable to meet threshold of 1}
     */
    public String verify(List<ParsedCertificate> chain) throws CheckFailure {
        ParsedCertificate leaf = chain.get(0);
        List<String> found = new ArrayList<>();
        byte[] tbs = new byte[0];
        for (SignedCertificateTimestamp sct : SctList.of(leaf)) {
            found.add("log " + sct.logId() + " at " + GoTime.rfc3339(sct.time()));
            for (LogKey log : logs) {
                if (chain.size() < 2
                        || !log.id().equals(sct.logId())
                        || !log.validity().contains(sct.time())) {
                    continue;
                }
                try {
                    tbs = tbs.length == 0 ? PrecertificateTbs.of(leaf) : tbs;
                    byte[] issuer = HashAlgorithm.SHA256.digest(chain.get(1).rawSpki());
                    signatures.verify(sct, log.key(), issuer, tbs);
                    return log.id();
                } catch (CryptographyException | Der.Malformed e) {
                    found.add("which does not verify: " + e.getMessage());
                }
            }
        }
        throw CheckFailure.of(
                found.isEmpty() ? "SCT_MISSING" : "CT_LOG_UNKNOWN",
                "only able to verify 0 SCT entries; unable to meet threshold of 1",
                found.isEmpty() ? "a certificate without promises" : String.join("; ", found),
                "a promise by one of: " + Windows.describe(logs),
                "Correct ctlog.pubkey, or remove it where the authority submits its certificates to no log.");
    }
}
