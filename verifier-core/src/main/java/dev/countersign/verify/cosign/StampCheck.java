package dev.countersign.verify.cosign;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.StandardBase64;
import dev.countersign.verify.Attested;
import dev.countersign.verify.Reason;
import dev.countersign.verify.Verdict;
import dev.countersign.verify.Verdicts;
import dev.countersign.verify.attestor.TimestampTrust;
import dev.countersign.verify.attestor.UndecidableException;
import dev.countersign.verify.check.CheckFailure;
import dev.countersign.verify.check.SignedTimestamps;
import dev.countersign.verify.entity.CosignSignature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * cosign's first step: the timestamp of a signature or attestation (signature-verification.md 2.2, T1). Without {@code
 * ctlog.tsaCertChain} none is looked at; with it, one that is there must hold, but none needs to be there. Immutable and thread-safe.
 */
final class StampCheck {
    private final TimestampTrust trust;
    private final Optional<SignedTimestamps> timestamps;

    StampCheck(TimestampTrust trust, Cryptography cryptography) {
        this.trust = trust;
        this.timestamps = trust instanceof TimestampTrust.Stated stated
                ? Optional.of(new SignedTimestamps(cryptography, stated.authorities()))
                : Optional.empty();
    }

    /** What Kyverno says where the chain cannot be used; it is the last part of the policy that it reads. */
    static void requireReadable(TimestampTrust trust) throws UndecidableException {
        if (trust instanceof TimestampTrust.Malformed malformed) {
            throw new UndecidableException(Verdicts.rejected(
                    malformed.message(),
                    new Reason(
                            "TIMESTAMP_CHAIN_NOT_LOADED",
                            "",
                            "ctlog.tsaCertChain holds something else than the chain of a timestamp authority",
                            malformed.message(),
                            "PEM blocks BEGIN CERTIFICATE, at most " + TimestampTrust.MAX_CERTIFICATES
                                    + ": the certificate that signs timestamps, intermediates, root",
                            "Paste the authority's chain.")));
        }
    }

    /**
     * When the signature was stamped; absent where no timestamp is there or asked for.
     *
     * @param layer what the timestamp belongs to; of an attestation the whole envelope is stamped, which is its payload
     */
    Optional<Instant> stampedAt(CosignSignature layer) throws CheckFailure {
        if (timestamps.isEmpty() || layer.timestamp().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(timestamps
                    .get()
                    .verify(layer.timestamp().get().response(), stamped(layer))
                    .time());
        } catch (CheckFailure e) {
            throw e.prefixed("unable to verify RFC3161 timestamp bundle: ");
        }
    }

    private static byte[] stamped(CosignSignature layer) throws CheckFailure {
        if (layer.signature().isEmpty()) {
            return layer.payload();
        }
        try {
            return StandardBase64.octets(layer.signature());
        } catch (CryptographyException e) {
            throw new CheckFailure(
                    String.valueOf(e.getMessage()),
                    new Reason(
                            "SIGNATURE_INVALID",
                            "",
                            "the signature is no base64",
                            "",
                            "base64",
                            "Sign the image again."));
        }
    }

    /** The verdict with the number of the divergence where Kyverno would have refused the policy's chain. */
    Verdict resting(Verdict verdict) {
        if (verdict instanceof Verdict.NotVerified refusal) {
            return resting(refusal);
        }
        Verdict.Verified verified = (Verdict.Verified) verdict;
        return isSeveral()
                ? new Verdict.Verified(verified.digest(), verified.evidence(), withNumber(verified.divergences()))
                : verified;
    }

    /** The same for attestations. */
    Attested resting(Attested attested) {
        if (attested instanceof Attested.Nothing nothing) {
            return new Attested.Nothing(resting(nothing.verdict()));
        }
        Attested.Statements found = (Attested.Statements) attested;
        return isSeveral()
                ? new Attested.Statements(
                        found.statements(), found.digest(), found.evidence(), withNumber(found.divergences()))
                : found;
    }

    private Verdict.NotVerified resting(Verdict.NotVerified refusal) {
        if (!isSeveral()) {
            return refusal;
        }
        List<String> divergences = withNumber(refusal.divergences());
        return refusal instanceof Verdict.Indeterminate open
                ? new Verdict.Indeterminate(open.message(), open.reasons(), open.unreachable(), divergences)
                : new Verdict.Rejected(refusal.message(), refusal.reasons(), divergences);
    }

    private boolean isSeveral() {
        return trust instanceof TimestampTrust.Stated stated && stated.several();
    }

    private static List<String> withNumber(List<String> divergences) {
        List<String> more = new ArrayList<>(divergences);
        more.add(TimestampTrust.SEVERAL_CHAINS);
        return more;
    }
}
