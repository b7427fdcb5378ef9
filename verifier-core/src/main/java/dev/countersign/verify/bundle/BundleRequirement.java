package dev.countersign.verify.bundle;

import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.policy.Attestor;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.ImageVerification;
import dev.countersign.registry.Repository;
import dev.countersign.trust.Origin;
import dev.countersign.verify.ImageName;
import dev.countersign.verify.ImageName.InvalidNameException;
import dev.countersign.verify.attestor.KeySource;
import dev.countersign.verify.attestor.PolicyTrust;
import dev.countersign.verify.attestor.TimestampTrust;
import dev.countersign.verify.check.BundleIdentity;
import java.util.Map;
import java.util.Optional;

/**
 * What an attestor asks of Sigstore bundles, read once from the policy (Kyverno spec 8.1, 8.6). Immutable. A part that cannot be read is
 * kept as such, and told when an image is verified.
 *
 * @param signer who must have signed
 * @param hash under signatures of a static key
 * @param badHash a {@code signatureAlgorithm} that is none; empty when it is one
 * @param roots certificate authorities
 * @param ignoreTlog whether no log entry is asked for
 * @param rekorKeys keys of the transparency log
 * @param rekorUrl where that log is, whose host is its name in checkpoints of Rekor version 2
 * @param ignoreSct whether no observed time is asked for, which is what Kyverno makes of {@code ctlog.ignoreSCT} here
 * @param ctKeys keys of the certificate transparency log
 * @param timestamps timestamp authorities
 * @param repository where the bundles are, when not beside the image
 * @param badRepository Go's words for a text that names no repository; empty when it names one or nothing is stated
 * @param annotations what the statement must say of the image
 */
record BundleRequirement(
        Signer signer,
        HashAlgorithm hash,
        String badHash,
        PolicyTrust.Roots roots,
        boolean ignoreTlog,
        PolicyTrust.LogKeys rekorKeys,
        String rekorUrl,
        boolean ignoreSct,
        PolicyTrust.LogKeys ctKeys,
        TimestampTrust timestamps,
        Optional<Repository> repository,
        String badRepository,
        Map<String, String> annotations) {

    BundleRequirement {
        annotations = Map.copyOf(annotations);
    }

    /** Who must have signed. */
    sealed interface Signer {
        /** Whoever holds a key. */
        record Key(KeySource source) implements Signer {}

        /** Whoever holds a certificate that the policy states, which Kyverno ignores. */
        record Certificate(KeySource source) implements Signer {}

        /** Whoever holds a certificate below the roots that the policy states as {@code certChain}, which Kyverno ignores. */
        record BelowChain() implements Signer {}

        /** Whoever had an identity. */
        record Identity(BundleIdentity identity) implements Signer {}

        /** Nobody: the attestor states nothing. */
        record Nobody() implements Signer {}
    }

    /** Whether a certificate must lead to an authority. */
    boolean needsAuthorities() {
        return signer instanceof Signer.Identity
                || signer instanceof Signer.BelowChain
                || signer instanceof Signer.Nobody;
    }

    /**
     * Reads the requirement of an attestor.
     *
     * @param attestation whether it is an attestor of an attestation, for which Kyverno asks for no observed time unless it states one of
     *     keys, certificates and keyless
     */
    static BundleRequirement of(
            ImageVerification entry,
            Attestor attestor,
            Optional<AttestorIdentity> who,
            String origin,
            boolean attestation) {
        Optional<AttestorIdentity.Rekor> rekor = who.flatMap(BundleRequirement::rekor);
        Optional<AttestorIdentity.CtLog> ctLog = who.flatMap(BundleRequirement::ctLog);
        String algorithm = attestor.signatureAlgorithm().orElse("");
        String roots = entry.roots();
        if (who.orElse(null) instanceof AttestorIdentity.Keys keys) {
            algorithm =
                    keys.signatureAlgorithm().filter(name -> !name.isEmpty()).orElse(algorithm);
        } else if (who.orElse(null) instanceof AttestorIdentity.Keyless keyless
                && !keyless.roots().isEmpty()) {
            roots = keyless.roots();
        } else if (who.orElse(null) instanceof AttestorIdentity.Certificates certificates) {
            roots = certificates.certChain();
        }
        Optional<HashAlgorithm> hash = HashAlgorithm.ofPolicyName(algorithm);
        String where = attestor.repository().isEmpty() ? entry.repository() : attestor.repository();
        Optional<Repository> repository = Optional.empty();
        String badRepository = "";
        try {
            repository = where.isEmpty() ? Optional.empty() : Optional.of(ImageName.repository(where));
        } catch (InvalidNameException e) {
            badRepository = "failed to parse signature repository " + where + ": " + e.getMessage();
        }
        return new BundleRequirement(
                StatedSigner.of(entry, who, hash.orElse(HashAlgorithm.SHA256)),
                hash.orElse(HashAlgorithm.SHA256),
                hash.isPresent() ? "" : algorithm,
                PolicyTrust.roots(roots, new Origin(origin + ", roots")),
                rekor.map(AttestorIdentity.Rekor::ignoreTlog).orElse(false),
                PolicyTrust.logKeys(
                        rekor.map(AttestorIdentity.Rekor::pubkey).orElse(""), new Origin(origin + ", rekor.pubkey")),
                rekor.map(AttestorIdentity.Rekor::url).orElse(""),
                ctLog.map(AttestorIdentity.CtLog::ignoreSct).orElse(attestation && !isStated(who)),
                PolicyTrust.logKeys(
                        ctLog.map(AttestorIdentity.CtLog::pubkey).orElse(""), new Origin(origin + ", ctlog.pubkey")),
                TimestampTrust.of(
                        ctLog.map(AttestorIdentity.CtLog::tsaCertChain).orElse(""),
                        new Origin(origin + ", ctlog.tsaCertChain")),
                repository,
                badRepository,
                attestor.annotations().isEmpty() ? entry.annotations() : attestor.annotations());
    }

    private static boolean isStated(Optional<AttestorIdentity> who) {
        return who.isPresent() && !(who.get() instanceof AttestorIdentity.Nested);
    }

    private static Optional<AttestorIdentity.Rekor> rekor(AttestorIdentity who) {
        if (who instanceof AttestorIdentity.Keys keys) {
            return keys.rekor();
        }
        if (who instanceof AttestorIdentity.Certificates certificates) {
            return certificates.rekor();
        }
        return who instanceof AttestorIdentity.Keyless keyless ? keyless.rekor() : Optional.empty();
    }

    private static Optional<AttestorIdentity.CtLog> ctLog(AttestorIdentity who) {
        if (who instanceof AttestorIdentity.Keys keys) {
            return keys.ctlog();
        }
        if (who instanceof AttestorIdentity.Certificates certificates) {
            return certificates.ctlog();
        }
        return who instanceof AttestorIdentity.Keyless keyless ? keyless.ctlog() : Optional.empty();
    }
}
