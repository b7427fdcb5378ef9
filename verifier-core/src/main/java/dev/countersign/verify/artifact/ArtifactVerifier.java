package dev.countersign.verify.artifact;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.verify.Evidence;
import dev.countersign.verify.Reason;
import dev.countersign.verify.Verdict;
import dev.countersign.verify.check.AnyEmbeddedSct;
import dev.countersign.verify.check.ArtifactDigests;
import dev.countersign.verify.check.ArtifactSignature;
import dev.countersign.verify.check.AuthorityChains;
import dev.countersign.verify.check.BundleIdentity;
import dev.countersign.verify.check.BundleLog;
import dev.countersign.verify.check.BundleTimestamps;
import dev.countersign.verify.check.CertificateSummary;
import dev.countersign.verify.check.CheckFailure;
import dev.countersign.verify.check.LogEnd;
import dev.countersign.verify.check.PerIssuer;
import dev.countersign.verify.check.ProvenTime;
import dev.countersign.verify.check.ReadBundle;
import dev.countersign.verify.check.StatementSubject;
import dev.countersign.verify.entity.BundleSigner;
import dev.countersign.verify.entity.MalformedEntityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Verifies the Sigstore bundle of an artifact as {@code cosign verify-blob} and sigstore-go do by default (signature-verification.md 4.2),
 * without what is peculiar to Kyverno: an entry of a trusted transparency log is needed; and of a certificate a promise of a trusted CT
 * log, a trusted authority at every moment that log or timestamp tell, and at least one such moment. Nothing can be switched off.
 *
 * <p>Stricter than sigstore-go: where a bundle brings timestamps and an authority is trusted, one of them must verify; an in-toto statement
 * must be of a known version; an entry of a log that had ended does not count.
 *
 * <p>Pure: no clock, no I/O. Immutable and thread-safe; made once for some trust.
 */
public final class ArtifactVerifier {
    /** The largest bundle, in bytes; the same as for bundles of images. */
    public static final int MAX_BUNDLE_BYTES = 10_000_000;

    private final Cryptography cryptography;
    private final PerIssuer<Trusted> trusted;
    private final ArtifactSignature signatures;

    /** A verifier that trusts this and nothing else; of who holds a certificate, what its OIDC issuer has of its own. */
    public ArtifactVerifier(TrustMaterial trust, Cryptography cryptography) {
        this.cryptography = cryptography;
        this.trusted = PerIssuer.of(trust, counted -> Trusted.of(counted, cryptography));
        this.signatures = new ArtifactSignature(cryptography);
    }

    /** The checks that rest on trust. */
    private record Trusted(BundleLog logs, BundleTimestamps timestamps, AuthorityChains chains, AnyEmbeddedSct scts) {

        static Trusted of(TrustMaterial trust, Cryptography cryptography) {
            return new Trusted(
                    new BundleLog(cryptography, trust.transparencyLogs()),
                    new BundleTimestamps(cryptography, trust.timestampAuthorities()),
                    new AuthorityChains(cryptography, trust.certificateAuthorities()),
                    new AnyEmbeddedSct(cryptography, trust.ctLogs()));
        }
    }

    /** A moment at which the signature existed, and whose clock says so. */
    private record Observed(Instant at, String source) {}

    /** What a certificate was found to say. */
    private record Certified(CertificateSummary summary, String ctLog) {}

    /**
     * Verifies.
     *
     * @param bundle JSON in UTF-8, at most {@link #MAX_BUNDLE_BYTES} bytes
     * @param artifact what must be signed
     * @param signer who must have signed it
     * @return verified with one item of evidence, or rejected with one reason; it is never left open, and rests on no divergence from
     *     Kyverno, which is not asked
     */
    public Verdict verify(byte[] bundle, ArtifactDigests artifact, ArtifactSigner signer) {
        if (bundle.length > MAX_BUNDLE_BYTES) {
            return malformed("larger than " + MAX_BUNDLE_BYTES + " bytes");
        }
        try {
            Evidence evidence = verify(ReadBundle.parse(bundle, cryptography), artifact, signer);
            return new Verdict.Verified(evidence.digest(), List.of(evidence), List.of());
        } catch (MalformedEntityException e) {
            return malformed(String.valueOf(e.getMessage()));
        } catch (CheckFailure e) {
            return new Verdict.Rejected(e.getMessage(), List.of(ArtifactReasons.of(e)), List.of());
        }
    }

    private static Verdict malformed(String defect) {
        return new Verdict.Rejected(
                defect,
                List.of(new Reason(
                        "BUNDLE_MALFORMED",
                        "",
                        "the bundle cannot be read",
                        defect,
                        "a Sigstore bundle of version 0.1, 0.2 or 0.3",
                        "Give the file that the signing client wrote, unchanged.")),
                List.of());
    }

    private Evidence verify(ReadBundle read, ArtifactDigests artifact, ArtifactSigner signer) throws CheckFailure {
        Optional<VerificationKey> key =
                signer instanceof ArtifactSigner.Key stated ? Optional.of(stated.key()) : Optional.empty();
        requireKind(read.bundle().signer(), key.isPresent());
        Trusted counted = read.bundle().signer() instanceof BundleSigner.Certificate named
                ? trusted.of(named.certificate())
                : trusted.others();
        List<BundleLog.Proven> entries = counted.logs().verify(read, key);
        BundleTimestamps.Seen stamps = counted.timestamps().verify(read);
        if (stamps.proven().isEmpty() && stamps.failed().isPresent()) {
            throw stamps.failed().get();
        }
        List<Observed> observed = observed(entries, stamps.proven());
        Optional<Certified> certified = read.bundle().signer() instanceof BundleSigner.Certificate holder
                        && signer instanceof ArtifactSigner.Identity identity
                ? Optional.of(verifyCertificate(holder.certificate(), counted, identity, observed))
                : Optional.empty();
        LogEnd.verify(entries, stamps.proven());
        signatures.verify(read, key, artifact);
        StatementSubject.verify(read, artifact);
        return evidence(artifact, key, certified, entries, observed);
    }

    private static void requireKind(BundleSigner signer, boolean isKey) throws CheckFailure {
        if (isKey && !(signer instanceof BundleSigner.Key)) {
            throw failure(
                    "KEY_EXPECTED",
                    "expected key signature, not certificate",
                    "a bundle with a certificate",
                    "a bundle that was signed with a key");
        }
        if (!isKey && signer instanceof BundleSigner.Key) {
            throw failure(
                    "CERTIFICATE_MISSING",
                    "the bundle brings no certificate, so nobody is named",
                    "a bundle that was signed with a key",
                    "a bundle with a certificate");
        }
    }

    private static List<Observed> observed(List<BundleLog.Proven> entries, List<ProvenTime> stamps) {
        List<Observed> observed = new ArrayList<>();
        for (BundleLog.Proven entry : entries) {
            entry.time().ifPresent(at -> observed.add(new Observed(at, "transparency log")));
        }
        stamps.forEach(stamp -> observed.add(new Observed(stamp.time(), "timestamp authority")));
        return observed;
    }

    private Certified verifyCertificate(
            ParsedCertificate certificate, Trusted counted, ArtifactSigner.Identity identity, List<Observed> observed)
            throws CheckFailure {
        if (observed.isEmpty()) {
            throw failure(
                    "OBSERVED_TIME_MISSING",
                    "threshold not met for verified signed & log entry integrated timestamps: 0 < 1",
                    "nothing that tells when the signature was made",
                    "a promise of a trusted log, or a timestamp of a trusted authority");
        }
        CertificateSummary summary = CertificateSummary.of(certificate);
        List<ParsedCertificate> chain = List.of(certificate);
        for (Instant at : observed.stream().map(Observed::at).distinct().toList()) {
            chain = counted.chains().verify(certificate, at);
        }
        String ctLog = counted.scts().verify(chain);
        BundleIdentity.of(
                        new AttestorIdentity.Keyless(
                                identity.issuer(),
                                "",
                                identity.subject(),
                                "",
                                "",
                                Map.of(),
                                Optional.empty(),
                                Optional.empty()),
                        Map.of())
                .verify(certificate, summary);
        return new Certified(summary, ctLog);
    }

    private static Evidence evidence(
            ArtifactDigests artifact,
            Optional<VerificationKey> key,
            Optional<Certified> certified,
            List<BundleLog.Proven> entries,
            List<Observed> observed) {
        Optional<Observed> first = observed.stream().min(Comparator.comparing(Observed::at));
        BundleLog.Proven entry = entries.get(0);
        return new Evidence(
                "",
                artifact.text(),
                certified
                        .map(Certified::summary)
                        .map(named -> named.subject() + " by " + named.issuer())
                        .or(() -> key.map(VerificationKey::id).map(id -> "key " + id))
                        .orElse(""),
                "",
                first.map(Observed::at),
                first.map(Observed::source).orElse(""),
                entry.entry().logId() + "@" + entry.entry().logIndex(),
                certified.map(Certified::ctLog).stream().toList(),
                List.of());
    }

    private static CheckFailure failure(String code, String message, String found, String expected) {
        return new CheckFailure(message, new Reason(code, "", message, found, expected, ""));
    }
}
