package dev.countersign.verify.cosign;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.registry.Digest;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.verify.Evidence;
import dev.countersign.verify.Reason;
import dev.countersign.verify.attestor.PolicyTrust;
import dev.countersign.verify.attestor.PolicyTrust.LogKeys;
import dev.countersign.verify.check.CertificateChain;
import dev.countersign.verify.check.CertificateIdentity;
import dev.countersign.verify.check.CheckFailure;
import dev.countersign.verify.check.EmbeddedScts;
import dev.countersign.verify.check.LogEntry;
import dev.countersign.verify.check.LogEntryBinding;
import dev.countersign.verify.check.LogProposal;
import dev.countersign.verify.check.LoggedSignature;
import dev.countersign.verify.check.SignedCertificateTimestamp;
import dev.countersign.verify.check.SignedEntryTimestamp;
import dev.countersign.verify.check.SignerIdentities;
import dev.countersign.verify.entity.CosignSignature;
import dev.countersign.verify.entity.RekorBundle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * cosign's verification of one signature, step by step (signature-verification.md 2.2): timestamp, log entry, key or certificate,
 * signature, claim, expiry. Every step must hold. Immutable.
 *
 * @param <C> what a signature can say
 */
final class CosignSignatureCheck<C> implements LayerCheck<C> {
    /** The number of the divergence: a certificate in the policy counts only within its window. */
    static final String PINNED_CERTIFICATE = "D16";

    private final CosignRequirement requirement;
    private final Optional<VerificationKey> key;
    private final Cryptography cryptography;
    private final SignedContent<C> content;
    private final CertificateChain chains;
    private final EmbeddedScts scts;
    private final SignedEntryTimestamp log;
    private final LogEntryBinding binding;
    private final StampCheck stamps;
    private final Optional<SignerIdentities> identities;
    private final List<ParsedCertificate> between;

    CosignSignatureCheck(
            CosignRequirement requirement,
            Optional<VerificationKey> key,
            TrustMaterial trust,
            Cryptography cryptography,
            SignedContent<C> content) {
        this(requirement, key, trust, cryptography, content, Optional.empty());
    }

    /**
     * A check that asks of the signer's certificate, before its timestamps are looked at, whose it is.
     *
     * @param identities whose certificate it must be; absent: that is asked elsewhere
     */
    CosignSignatureCheck(
            CosignRequirement requirement,
            Optional<VerificationKey> key,
            TrustMaterial trust,
            Cryptography cryptography,
            SignedContent<C> content,
            Optional<SignerIdentities> identities) {
        this.requirement = requirement;
        this.identities = identities;
        this.between = trust.certificateAuthorities().stream()
                .flatMap(authority -> authority.intermediates().stream())
                .toList();
        this.key = key;
        this.cryptography = cryptography;
        this.content = content;
        this.chains = new CertificateChain(cryptography, trust.certificateAuthorities());
        this.scts = new EmbeddedScts(cryptography, trust.ctLogs());
        this.log = new SignedEntryTimestamp(cryptography, trust.transparencyLogs());
        this.binding = new LogEntryBinding(cryptography);
        this.stamps = new StampCheck(requirement.timestamps(), cryptography);
    }

    /** Whether signatures are computed by that very instance. */
    boolean usesOnly(Cryptography other) {
        return cryptography == other;
    }

    /** The check of timestamps. */
    StampCheck stamps() {
        return stamps;
    }

    @Override
    public VerifiedSignature<C> verify(CosignSignature signature, Digest digest, Instant now) throws CheckFailure {
        Optional<Instant> stamped = stamps.stampedAt(signature);
        boolean furtherLog = !requirement.ignoreTlog() && isLoggedByFurtherKey(signature);
        try {
            Optional<LogEntry> entry = requirement.ignoreTlog() ? Optional.empty() : Optional.of(logged(signature));
            VerifiedSignature<C> verified = verify(signature, digest, stamped, entry, now);
            return furtherLog ? verified.resting(PolicyTrust.SEVERAL_KEYS) : verified;
        } catch (CheckFailure e) {
            throw furtherLog ? e.resting(PolicyTrust.SEVERAL_KEYS) : e;
        }
    }

    private VerifiedSignature<C> verify(
            CosignSignature signature, Digest digest, Optional<Instant> stamped, Optional<LogEntry> entry, Instant now)
            throws CheckFailure {
        KnownTimes times = new KnownTimes(
                stamped, entry.flatMap(known -> signature.logEntry()).map(RekorBundle::integratedAt));
        List<ParsedCertificate> chain = key.isPresent() ? List.of() : chain(signature);
        C payload = content.verify(
                signature,
                new SignedContent.Signer(
                        key.isPresent() ? key.get() : leafKey(chain.get(0)),
                        key.isPresent() ? requirement.hash() : HashAlgorithm.SHA256,
                        key.isPresent(),
                        entry.flatMap(LogEntry::proven),
                        cryptography),
                digest);
        if (signature.certificate().isPresent()) {
            List<ParsedCertificate> issuers = chain.isEmpty() ? List.of() : chain.subList(1, chain.size());
            times.checkExpiry(signature.certificate().get(), issuers, now);
        }
        if (requirement.pinned().isPresent()) {
            try {
                times.checkExpiry(requirement.pinned().get(), List.of(), now);
            } catch (CheckFailure e) {
                throw e.resting(PINNED_CERTIFICATE);
            }
        }
        return new VerifiedSignature<>(
                payload,
                key.isPresent() ? Optional.empty() : signature.certificate(),
                evidence(signature, chain, digest, times),
                isPromisedByFurtherKey(chain) ? List.of(PolicyTrust.SEVERAL_KEYS) : List.of());
    }

    /** Whether the entry is of a log whose key stands behind the first in the policy, where Kyverno does not look. */
    private boolean isLoggedByFurtherKey(CosignSignature signature) {
        return signature
                .logEntry()
                .filter(entry -> isFurtherKey(requirement.rekorKeys(), entry.logId()))
                .isPresent();
    }

    /** The same for the promises of CT logs. */
    private boolean isPromisedByFurtherKey(List<ParsedCertificate> chain) throws CheckFailure {
        return !requirement.ignoreSct()
                && !chain.isEmpty()
                && EmbeddedScts.of(chain.get(0)).stream()
                        .anyMatch(timestamp -> isFurtherKey(requirement.ctKeys(), timestamp.logId()));
    }

    private static boolean isFurtherKey(LogKeys keys, String logId) {
        return keys instanceof LogKeys.Stated stated
                && stated.keys().stream().anyMatch(key -> key.id().equals(logId))
                && !stated.keys().get(0).id().equals(logId);
    }

    /** The entry of the log, which is bound to this very signature, payload and key. */
    private LogEntry logged(CosignSignature signature) throws CheckFailure {
        LoggedSignature about =
                new LoggedSignature(signature.signature(), signature.payloadSha256(), key, signature.certificate());
        if (signature.logEntry().isEmpty()) {
            LogEntryBinding.requireKey(about);
            Optional<VerificationKey> signer =
                    signature.certificate().map(ParsedCertificate::publicKey).orElse(key);
            if (signer.isPresent()) {
                LogProposal.require(signature.signature(), signature.payload(), signer.get(), cryptography);
            }
            throw notLogged();
        }
        RekorBundle bundle = signature.logEntry().get();
        try {
            log.requireLogs();
            LogEntry entry = binding.verify(bundle, about);
            log.verify(bundle);
            return entry;
        } catch (CheckFailure e) {
            throw e.prefixed("error verifying bundle: ");
        }
    }

    private CheckFailure notLogged() {
        String url = requirement.rekorUrl();
        String query = "Post \"" + (url.isEmpty() ? "http://" : url) + (url.endsWith("/") ? "" : "/")
                + "api/v1/log/entries/retrieve\"";
        return new CheckFailure(
                "searching log query: " + query + ": giving up after 0 attempt(s): logs are not asked over the network",
                new Reason(
                        "NO_LOG_ENTRY",
                        "",
                        "the signature brings no entry of a transparency log, and logs are never asked over the network",
                        "",
                        "a signature with a Rekor entry",
                        "Sign with a transparency log (cosign sign --tlog-upload=true); or, for static keys only and if you"
                                + " accept signatures without a log, state rekor.ignoreTlog: true."));
    }

    /** The signer's chain, valid when the certificate was issued, with its certificate timestamps. */
    private List<ParsedCertificate> chain(CosignSignature signature) throws CheckFailure {
        ParsedCertificate leaf = signature
                .certificate()
                .orElseThrow(() -> new CheckFailure(
                        "no certificate found on signature",
                        new Reason(
                                "NO_CERTIFICATE",
                                "",
                                "the signature brings no certificate; it was made with a key",
                                "",
                                "a keyless signature",
                                "Sign keyless, or state the signer's public key under keys.")));
        List<ParsedCertificate> intermediates = new ArrayList<>(between);
        intermediates.addAll(CertificateChain.intermediatesOf(signature.chain()));
        List<ParsedCertificate> chain = chains.verify(leaf, intermediates);
        if (identities.isPresent()) {
            identities.get().check(leaf);
        }
        if (!requirement.ignoreSct()) {
            verifyPromises(chain);
        }
        return chain;
    }

    private void verifyPromises(List<ParsedCertificate> chain) throws CheckFailure {
        try {
            scts.verify(chain);
        } catch (CheckFailure e) {
            throw restingOnPromises(chain, e);
        }
    }

    private CheckFailure restingOnPromises(List<ParsedCertificate> chain, CheckFailure failure) {
        try {
            return isPromisedByFurtherKey(chain) ? failure.resting(PolicyTrust.SEVERAL_KEYS) : failure;
        } catch (CheckFailure unreadable) {
            // What cannot be read promises nothing, and is what has failed.
            return failure;
        }
    }

    private static VerificationKey leafKey(ParsedCertificate leaf) throws CheckFailure {
        return leaf.publicKey()
                .orElseThrow(() -> new CheckFailure(
                        "unsupported public key type",
                        new Reason(
                                "UNSUPPORTED_KEY",
                                "",
                                "the certificate's key is of a kind that nothing is signed with",
                                "",
                                "ECDSA, RSA or Ed25519",
                                "Sign with another kind of key.")));
    }

    private Evidence evidence(CosignSignature signature, List<ParsedCertificate> chain, Digest digest, KnownTimes times)
            throws CheckFailure {
        List<String> ctLogs = new ArrayList<>();
        List<String> weakened = new ArrayList<>();
        if (requirement.ignoreTlog()) {
            weakened.add("rekor.ignoreTlog");
        }
        if (key.isEmpty()) {
            if (requirement.ignoreSct()) {
                weakened.add("ctlog.ignoreSCT");
            } else {
                for (SignedCertificateTimestamp timestamp : EmbeddedScts.of(chain.get(0))) {
                    ctLogs.add(timestamp.logId());
                }
            }
        }
        return new Evidence(
                "",
                digest.text(),
                key.map(known -> "key " + known.id()).orElseGet(() -> signer(chain.get(0))),
                signature.foundAt(),
                times.earliest(),
                times.source(),
                times.logged()
                        .flatMap(time -> signature.logEntry())
                        .map(entry -> entry.logId() + "@" + entry.logIndex())
                        .orElse(""),
                ctLogs,
                weakened);
    }

    private static String signer(ParsedCertificate leaf) {
        return String.join(", ", CertificateIdentity.subjects(leaf)) + " by " + CertificateIdentity.issuer(leaf);
    }
}
