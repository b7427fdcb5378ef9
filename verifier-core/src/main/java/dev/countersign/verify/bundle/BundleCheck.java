package dev.countersign.verify.bundle;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.registry.Digest;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.verify.Evidence;
import dev.countersign.verify.Reason;
import dev.countersign.verify.attestor.PolicyTrust.LogKeys;
import dev.countersign.verify.attestor.PolicyTrust.Roots;
import dev.countersign.verify.attestor.TimestampTrust;
import dev.countersign.verify.bundle.BundleDiscovery.Found;
import dev.countersign.verify.check.AnyEmbeddedSct;
import dev.countersign.verify.check.AuthorityChains;
import dev.countersign.verify.check.BundleLog;
import dev.countersign.verify.check.BundleSignature;
import dev.countersign.verify.check.BundleTimestamps;
import dev.countersign.verify.check.CertificateExpiry;
import dev.countersign.verify.check.CertificateSummary;
import dev.countersign.verify.check.CheckFailure;
import dev.countersign.verify.check.LogEnd;
import dev.countersign.verify.check.PerIssuer;
import dev.countersign.verify.check.ProvenTime;
import dev.countersign.verify.check.ReadBundle;
import dev.countersign.verify.check.StatementSubject;
import dev.countersign.verify.entity.BundleSigner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * sigstore-go's verification of one bundle, step by step (signature-verification.md 4.2): log, time, certificate, signature, subject,
 * identity; then what the policy states besides. Every step must hold. Immutable.
 */
final class BundleCheck {
    private static final Set<String> ABOUT_LOG_KEYS = Set.of(
            "LOG_UNKNOWN",
            "LOG_PROMISE_INVALID",
            "LOG_CHECKPOINT_INVALID",
            "LOG_ADDRESS_MISSING",
            "LOG_OUTSIDE_WINDOW");

    private final BundleRequirement requirement;
    private final PolicySigner signer;
    private final PerIssuer<Trusted> trusted;
    private final BundleSignature signatures;

    BundleCheck(BundleRequirement requirement, PolicySigner signer, TrustMaterial trust, Cryptography cryptography) {
        this.requirement = requirement;
        this.signer = signer;
        this.trusted = PerIssuer.of(trust, counted -> Trusted.of(signer, counted, cryptography));
        this.signatures = new BundleSignature(cryptography);
    }

    /** The checks that rest on trust. */
    private record Trusted(
            BundleLog logs, BundleTimestamps timestamps, AuthorityChains chains, Optional<AnyEmbeddedSct> scts) {

        static Trusted of(PolicySigner signer, TrustMaterial trust, Cryptography cryptography) {
            return new Trusted(
                    new BundleLog(cryptography, trust.transparencyLogs()),
                    new BundleTimestamps(cryptography, trust.timestampAuthorities()),
                    new AuthorityChains(cryptography, signer.authorities().orElse(trust.certificateAuthorities())),
                    trust.ctLogs().isEmpty()
                            ? Optional.empty()
                            : Optional.of(new AnyEmbeddedSct(cryptography, trust.ctLogs())));
        }
    }

    /**
     * A bundle that verified.
     *
     * @param evidence what it rests on
     * @param divergences fields of the policy without which Kyverno may answer otherwise
     */
    record Proven(Evidence evidence, List<String> divergences) {}

    /** A moment at which the signature existed, and whose clock says so. */
    private record Observed(Instant at, String source) {}

    /**
     * Verifies one bundle.
     *
     * @param image the manifest that must be signed
     * @param now decides about certificates where neither log nor timestamp is asked for
     */
    Proven verify(Found found, Digest image, Instant now) throws CheckFailure {
        ReadBundle read = found.bundle();
        signer.requireKind(read.bundle().signer());
        // A key or certificate that stands in the policy is no issuer's.
        Trusted counted = signer.key().isEmpty() && read.bundle().signer() instanceof BundleSigner.Certificate holder
                ? trusted.of(holder.certificate())
                : trusted.others();
        List<String> divergences = new ArrayList<>(signer.divergences());
        List<BundleLog.Proven> entries =
                requirement.ignoreTlog() ? List.of() : logged(read, counted.logs(), divergences);
        List<ProvenTime> stamps =
                requirement.ignoreSct() ? List.of() : stamped(read, counted.timestamps(), entries, divergences);
        List<Observed> observed = observed(entries, stamps, now);
        Optional<ParsedCertificate> certificate = read.bundle().signer() instanceof BundleSigner.Certificate holder
                ? Optional.of(holder.certificate())
                : Optional.empty();
        Optional<CertificateSummary> summary = Optional.empty();
        List<String> ctLogs = new ArrayList<>();
        if (certificate.isPresent() && signer.identity().isPresent()) {
            summary = Optional.of(CertificateSummary.of(certificate.get()));
        }
        // The policy's certificate is the signer's also where the bundle brings none.
        Optional<ParsedCertificate> judged = certificate.or(signer::pinned);
        if (judged.isPresent()) {
            verifyCertificate(judged.get(), counted, observed, ctLogs, divergences);
        }
        LogEnd.verify(entries, stamps);
        signatures.verify(read, signer.key(), requirement.hash(), image);
        StatementSubject.verify(read, image);
        if (summary.isPresent()) {
            signer.identity().orElseThrow().verify(certificate.orElseThrow(), summary.get());
        }
        StatementSubject.requireAnnotations(read, image, requirement.annotations());
        if (requirement.repository().isPresent()) {
            divergences.add(Divergences.REPOSITORY);
        }
        return new Proven(evidence(found, image, certificate, summary, entries, observed, ctLogs), divergences);
    }

    private List<BundleLog.Proven> logged(ReadBundle read, BundleLog logs, List<String> divergences)
            throws CheckFailure {
        boolean stated = requirement.rekorKeys() instanceof LogKeys.Stated;
        if (stated) {
            divergences.add(Divergences.LOG_KEYS);
        }
        try {
            return logs.verify(read, signer.key());
        } catch (CheckFailure e) {
            throw stated && ABOUT_LOG_KEYS.contains(e.reason().code()) ? e.resting(Divergences.LOG_KEYS) : e;
        }
    }

    /** Timestamps that verify, of each authority the first; at least one where no log tells the time. */
    private List<ProvenTime> stamped(
            ReadBundle read, BundleTimestamps timestamps, List<BundleLog.Proven> entries, List<String> divergences)
            throws CheckFailure {
        int responses = read.bundle().timestamps().size();
        BundleTimestamps.Seen seen = timestamps.verify(read);
        List<ProvenTime> proven = seen.proven();
        boolean stated = requirement.timestamps() instanceof TimestampTrust.Stated;
        if (proven.isEmpty() && entries.stream().allMatch(entry -> entry.time().isEmpty())) {
            CheckFailure none = noTime(responses, seen.failed());
            throw stated ? none.resting(Divergences.TIMESTAMP_AUTHORITIES) : none;
        }
        if (stated && !proven.isEmpty()) {
            divergences.add(Divergences.TIMESTAMP_AUTHORITIES);
        }
        return proven;
    }

    private static CheckFailure noTime(int responses, Optional<CheckFailure> failed) {
        String message = "threshold not met for verified signed & log entry integrated timestamps: 0 < 1";
        if (failed.isPresent()) {
            return new CheckFailure(
                    message, failed.get().reason(), failed.get().divergence().orElse(""));
        }
        return failure(
                NO_TIME,
                message,
                responses == 0 ? "a bundle without timestamp" : responses + " timestamp(s), and no timestamp authority",
                "a promise of a trusted log, or a timestamp of a trusted authority",
                "Sign with a log or a timestamp authority that is trusted; ctlog.ignoreSCT: true beside rekor.ignoreTlog:"
                        + " true asks for neither.");
    }

    /** The code of the reason that no time is proven. */
    static final String NO_TIME = "OBSERVED_TIME_MISSING";

    private List<Observed> observed(List<BundleLog.Proven> entries, List<ProvenTime> stamps, Instant now) {
        List<Observed> observed = new ArrayList<>();
        if (!requirement.ignoreSct()) {
            for (BundleLog.Proven entry : entries) {
                entry.time().ifPresent(at -> observed.add(new Observed(at, "transparency log")));
            }
            stamps.forEach(stamp -> observed.add(new Observed(stamp.time(), "timestamp authority")));
        } else if (signer.key().isEmpty() || signer.pinned().isPresent()) {
            observed.add(new Observed(now, ""));
        }
        return observed;
    }

    private void verifyCertificate(
            ParsedCertificate certificate,
            Trusted counted,
            List<Observed> observed,
            List<String> ctLogs,
            List<String> divergences)
            throws CheckFailure {
        boolean stated = signer.pinned().isEmpty() && requirement.roots() instanceof Roots.Stated;
        List<ParsedCertificate> chain = List.of(certificate);
        for (Instant at : observed.stream().map(Observed::at).distinct().toList()) {
            if (signer.needsChain()) {
                try {
                    chain = counted.chains().verify(certificate, at);
                } catch (CheckFailure e) {
                    throw stated ? e.resting(Divergences.ROOTS) : e;
                }
            } else {
                CertificateExpiry.check(certificate, List.of(), at);
            }
        }
        if (stated) {
            divergences.add(Divergences.ROOTS);
        }
        if (counted.scts().isPresent()) {
            try {
                ctLogs.add(counted.scts().get().verify(chain));
            } catch (CheckFailure e) {
                throw e.resting(Divergences.CT_LOG_KEYS);
            }
        }
    }

    private Evidence evidence(
            Found found,
            Digest image,
            Optional<ParsedCertificate> certificate,
            Optional<CertificateSummary> summary,
            List<BundleLog.Proven> entries,
            List<Observed> observed,
            List<String> ctLogs) {
        List<String> weakened = new ArrayList<>();
        if (requirement.ignoreTlog()) {
            weakened.add("rekor.ignoreTlog");
        }
        if (requirement.ignoreSct()) {
            weakened.add("ctlog.ignoreSCT");
        }
        Optional<Observed> first = observed.stream()
                .filter(time -> !time.source().isEmpty())
                .min((one, other) -> one.at().compareTo(other.at()));
        return new Evidence(
                "",
                image.text(),
                who(certificate, summary),
                found.foundAt(),
                first.map(Observed::at),
                first.map(Observed::source).orElse(""),
                entries.isEmpty()
                        ? ""
                        : entries.get(0).entry().logId() + "@"
                                + entries.get(0).entry().logIndex(),
                ctLogs,
                weakened);
    }

    private String who(Optional<ParsedCertificate> certificate, Optional<CertificateSummary> summary) {
        return summary.map(named -> named.subject() + " by " + named.issuer())
                .or(() -> certificate.map(ParsedCertificate::toString))
                .or(() -> signer.key().map(VerificationKey::id).map(id -> "key " + id))
                .orElse("");
    }

    static CheckFailure failure(String code, String message, String found, String expected, String remedy) {
        return new CheckFailure(message, new Reason(code, "", message, found, expected, remedy));
    }
}
