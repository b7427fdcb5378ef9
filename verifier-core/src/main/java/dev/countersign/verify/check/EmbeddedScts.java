package dev.countersign.verify.check;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.trust.LogKey;
import dev.countersign.verify.entity.GoTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Checks the promises of certificate transparency logs that are embedded in a certificate (RFC 6962), as cosign's {@code
 * VerifyEmbeddedSCT} does: there must be one, every one must be by a trusted log and verify.
 *
 * <p>Stricter than Kyverno: a log's key counts only within its window at the promise's time (divergence D01), and signatures over
 * MD5 or SHA-1 count for nothing (D20). Looser than Kyverno: any number of trusted logs.
 *
 * <p>Immutable and thread-safe; made once for one list of logs.
 */
public final class EmbeddedScts {
    private final SctSignature signatures;
    private final List<LogKey> logs;
    private final Map<String, List<LogKey>> byId = new HashMap<>();

    public EmbeddedScts(Cryptography cryptography, List<LogKey> logs) {
        this.signatures = new SctSignature(cryptography);
        this.logs = List.copyOf(logs);
        for (LogKey log : this.logs) {
            byId.computeIfAbsent(log.id(), id -> new ArrayList<>()).add(log);
        }
    }

    /**
     * The promises in a certificate, unchecked; empty where it has none.
     *
     * @throws CheckFailure {@code failed to parse certificate: NonFatalErrors: …}
     */
    public static List<SignedCertificateTimestamp> of(ParsedCertificate certificate) throws CheckFailure {
        return SctList.of(certificate);
    }

    /**
     * Checks all promises of a chain's first certificate.
     *
     * @param chain from the leaf to the anchor, as {@link CertificateChain} yields it
     * @throws CheckFailure {@code certificate does not include required embedded SCT and no detached SCT was set}, {@code ctfe
     *     public key not found for payload. …}, {@code error verifying embedded SCT: …} and others
     */
    public void verify(List<ParsedCertificate> chain) throws CheckFailure {
        ParsedCertificate leaf = chain.get(0);
        List<SignedCertificateTimestamp> scts = SctList.of(leaf);
        if (scts.isEmpty()) {
            throw CheckFailure.of(
                    "SCT_MISSING",
                    "certificate does not include required embedded SCT and no detached SCT was set",
                    "certificate " + leaf.fingerprint() + " without signed certificate timestamps",
                    "one by: " + Windows.describe(logs),
                    "Set ctlog.ignoreSCT where the authority submits its certificates to no log.");
        }
        if (chain.size() < 2) {
            throw CheckFailure.of(
                    "SCT_ISSUER_MISSING",
                    "certificate chain must contain at least a certificate and its issuer",
                    "certificate " + leaf.fingerprint() + " is itself a trusted root",
                    "its issuer's certificate, which the promise is bound to",
                    "Trust the certificate's issuer instead of the certificate, or set ctlog.ignoreSCT.");
        }
        if (logs.isEmpty()) {
            throw CheckFailure.of(
                    "CT_LOG_KEYS_MISSING",
                    "none of the CTFE keys have been found",
                    describe(scts),
                    "at least one trusted log",
                    "State the log's key in ctlog.pubkey or in the trust root, or set ctlog.ignoreSCT.");
        }
        byte[] issuerKeyHash = sha256(chain.get(1).rawSpki());
        byte[] tbs = precertificate(leaf);
        for (SignedCertificateTimestamp sct : scts) {
            verifyOne(sct, issuerKeyHash, tbs);
        }
    }

    private void verifyOne(SignedCertificateTimestamp sct, byte[] issuerKeyHash, byte[] tbs) throws CheckFailure {
        List<LogKey> keys = byId.getOrDefault(sct.logId(), List.of());
        if (keys.isEmpty()) {
            throw CheckFailure.of(
                    "CT_LOG_UNKNOWN",
                    "ctfe public key not found for payload. Check your TUF root (see cosign initialize) or set a custom key"
                            + " with env var SIGSTORE_CT_LOG_PUBLIC_KEY_FILE",
                    describe(List.of(sct)),
                    "one of: " + Windows.describe(logs),
                    "Add the key whose SHA-256 is " + sct.logId() + " to ctlog.pubkey or to the trust root's CT logs.");
        }
        try {
            signatures.verify(sct, keys.get(0).key(), issuerKeyHash, tbs);
        } catch (CryptographyException e) {
            throw unverified(sct, e);
        }
        if (keys.stream().noneMatch(key -> key.validity().contains(sct.time()))) {
            throw CheckFailure.divergent(
                    "D01",
                    "CT_LOG_OUTSIDE_WINDOW",
                    "error verifying embedded SCT: ctfe public key not valid at SCT time " + GoTime.rfc3339(sct.time()),
                    describe(List.of(sct)),
                    "a time within the log's window: " + Windows.describe(keys),
                    "Correct the log's validity window in the trust material, or have the certificate issued anew.");
        }
    }

    private CheckFailure unverified(SignedCertificateTimestamp sct, CryptographyException cause) {
        String message = "error verifying embedded SCT: " + cause.getMessage();
        String expected =
                "a signature over this certificate by: " + Windows.describe(byId.getOrDefault(sct.logId(), logs));
        CheckFailure failure = SctSignature.isWeak(sct)
                ? CheckFailure.divergent(
                        "D20",
                        "SCT_HASH_WEAK",
                        message,
                        describe(List.of(sct)),
                        "SHA-256 or longer",
                        "Have the certificate issued anew by an authority whose log signs over SHA-256.")
                : CheckFailure.of(
                        "SCT_INVALID",
                        message,
                        describe(List.of(sct)),
                        expected,
                        "The certificate was altered, or was not what the log saw: have it issued anew.");
        failure.initCause(cause);
        return failure;
    }

    private static byte[] precertificate(ParsedCertificate leaf) throws CheckFailure {
        try {
            return PrecertificateTbs.of(leaf);
        } catch (Der.Malformed e) {
            String message = "error verifying embedded SCT: error creating MerkleTreeLeaf: failed to remove SCT List"
                    + " extension: failed to parse TBSCertificate: " + e.getMessage();
            throw CheckFailure.of("SCT_INVALID", message, leaf.fingerprint(), "", "Have the certificate issued anew.");
        }
    }

    private static String describe(List<SignedCertificateTimestamp> scts) {
        return scts.stream()
                .map(sct -> "promise of log " + sct.logId() + " at " + GoTime.rfc3339(sct.time()))
                .collect(Collectors.joining("; "));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
