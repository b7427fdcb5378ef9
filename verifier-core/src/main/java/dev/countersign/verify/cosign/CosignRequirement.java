package dev.countersign.verify.cosign;

import dev.countersign.crypto.HashAlgorithm;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.policy.Attestor;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.ImageVerification;
import dev.countersign.registry.Repository;
import dev.countersign.trust.Origin;
import dev.countersign.verify.ImageName;
import dev.countersign.verify.ImageName.InvalidNameException;
import dev.countersign.verify.attestor.CertificateKey;
import dev.countersign.verify.attestor.KeySource;
import dev.countersign.verify.attestor.PolicyTrust;
import dev.countersign.verify.attestor.TimestampTrust;
import dev.countersign.verify.check.CertificateIdentity;
import java.util.Map;
import java.util.Optional;

/**
 * What an attestor of type Cosign asks of a signature, read once from the policy (Kyverno spec 8.1, 8.2). Immutable. A part that
 * cannot be read is kept as such: Kyverno tells it when an image is verified, in the order in which it reads the parts.
 *
 * @param key where the static key comes from; absent for keyless, and for a certChain alone
 * @param hash under signatures of a static key; SHA-256 for keyless
 * @param badHash a {@code signatureAlgorithm} that is none; empty when it is one
 * @param roots certificate authorities
 * @param identity whose certificate it must be
 * @param ignoreTlog whether no log entry is asked for
 * @param rekorUrl where Kyverno would look an entry up
 * @param rekorKeys keys of the transparency log
 * @param ignoreSct whether no certificate timestamp is asked for
 * @param ctKeys keys of the certificate transparency log
 * @param timestamps authorities whose timestamps count
 * @param oci11 whether signatures among the image's referrers count, before those under the tag
 * @param repository where the signatures are, when not beside the image; or the text that names none
 * @param annotations what the payload must say
 */
record CosignRequirement(
        Optional<KeySource> key,
        HashAlgorithm hash,
        String badHash,
        PolicyTrust.Roots roots,
        Optional<CertificateIdentity> identity,
        boolean ignoreTlog,
        String rekorUrl,
        PolicyTrust.LogKeys rekorKeys,
        boolean ignoreSct,
        PolicyTrust.LogKeys ctKeys,
        TimestampTrust timestamps,
        boolean oci11,
        SignatureRepository repository,
        Map<String, String> annotations) {

    private static final String PUBLIC_REKOR = "https://rekor.sigstore.dev";

    CosignRequirement {
        annotations = Map.copyOf(annotations);
    }

    /** Where signatures are stored. */
    sealed interface SignatureRepository {
        /** Beside the image. */
        record BesideImage() implements SignatureRepository {}

        /** In another repository, which replaces the image's. */
        record Elsewhere(Repository repository) implements SignatureRepository {}

        /** A text that names no repository: Kyverno's message. */
        record Malformed(String message) implements SignatureRepository {}
    }

    /** Whether neither the trust root of the process nor the cluster is asked for anything. */
    boolean restsOnPolicyAlone() {
        boolean keyed = key.isPresent();
        return (!keyed || key.get() instanceof KeySource.Known || key.get() instanceof KeySource.OfCertificate)
                && (keyed || roots instanceof PolicyTrust.Roots.Stated)
                && (ignoreTlog || rekorKeys instanceof PolicyTrust.LogKeys.Stated)
                && (ignoreSct || ctKeys instanceof PolicyTrust.LogKeys.Stated);
    }

    /** The certificate of the policy whose key is the static key; its window counts (divergence D16). */
    Optional<ParsedCertificate> pinned() {
        return key.filter(KeySource.OfCertificate.class::isInstance)
                .map(source -> ((KeySource.OfCertificate) source).certificate());
    }

    /** Reads the requirement of an attestor with keys, certificates or keyless. */
    static CosignRequirement of(ImageVerification entry, Attestor attestor, AttestorIdentity who, String origin) {
        Optional<AttestorIdentity.Rekor> rekor = rekor(who);
        Optional<AttestorIdentity.CtLog> ctLog = ctLog(who);
        String algorithm = attestor.signatureAlgorithm().orElse("");
        String roots = entry.roots();
        Optional<CertificateIdentity> identity = Optional.empty();
        if (who instanceof AttestorIdentity.Keys keys) {
            algorithm =
                    keys.signatureAlgorithm().filter(name -> !name.isEmpty()).orElse(algorithm);
        } else if (who instanceof AttestorIdentity.Keyless keyless) {
            roots = keyless.roots();
            identity = Optional.of(CertificateIdentity.of(keyless, entry.additionalExtensions()));
        }
        Optional<HashAlgorithm> hash = HashAlgorithm.ofPolicyName(algorithm);
        return new CosignRequirement(
                key(who, hash.orElse(HashAlgorithm.SHA256)),
                hash.orElse(HashAlgorithm.SHA256),
                hash.isPresent() ? "" : algorithm,
                roots(who, PolicyTrust.roots(roots, new Origin(origin + ", roots")), origin),
                identity,
                rekor.map(AttestorIdentity.Rekor::ignoreTlog).orElse(false),
                rekor.map(AttestorIdentity.Rekor::url).orElse(PUBLIC_REKOR),
                PolicyTrust.logKeys(
                        rekor.map(AttestorIdentity.Rekor::pubkey).orElse(""), new Origin(origin + ", rekor.pubkey")),
                ctLog.map(AttestorIdentity.CtLog::ignoreSct).orElse(false),
                PolicyTrust.logKeys(
                        ctLog.map(AttestorIdentity.CtLog::pubkey).orElse(""), new Origin(origin + ", ctlog.pubkey")),
                TimestampTrust.of(
                        ctLog.map(AttestorIdentity.CtLog::tsaCertChain).orElse(""),
                        new Origin(origin + ", ctlog.tsaCertChain")),
                entry.cosignOci11(),
                repository(attestor.repository().isEmpty() ? entry.repository() : attestor.repository()),
                attestor.annotations().isEmpty() ? entry.annotations() : attestor.annotations());
    }

    /**
     * Reads the requirement of an attestation's attestor that names nobody: anybody whom the certificate authorities know, without
     * certificate timestamps, and with a log entry that nobody can look up (Kyverno spec 8.1).
     */
    static CosignRequirement ofAnybody(ImageVerification entry, Attestor attestor, String origin) {
        String algorithm = attestor.signatureAlgorithm().orElse("");
        Optional<HashAlgorithm> hash = HashAlgorithm.ofPolicyName(algorithm);
        return new CosignRequirement(
                Optional.empty(),
                hash.orElse(HashAlgorithm.SHA256),
                hash.isPresent() ? "" : algorithm,
                PolicyTrust.roots(entry.roots(), new Origin(origin + ", roots")),
                Optional.empty(),
                false,
                "",
                new PolicyTrust.LogKeys.Absent(),
                true,
                new PolicyTrust.LogKeys.Absent(),
                new TimestampTrust.Absent(),
                entry.cosignOci11(),
                repository(attestor.repository().isEmpty() ? entry.repository() : attestor.repository()),
                attestor.annotations().isEmpty() ? entry.annotations() : attestor.annotations());
    }

    private static Optional<KeySource> key(AttestorIdentity who, HashAlgorithm hash) {
        if (who instanceof AttestorIdentity.Keys keys) {
            return Optional.of(KeySource.of(keys, hash));
        }
        return who instanceof AttestorIdentity.Certificates certificates
                ? CertificateKey.of(certificates, hash)
                : Optional.empty();
    }

    /** A {@code certChain} that stands alone replaces the roots, but Kyverno tells first what is wrong with those. */
    private static PolicyTrust.Roots roots(AttestorIdentity who, PolicyTrust.Roots stated, String origin) {
        return who instanceof AttestorIdentity.Certificates certificates
                        && certificates.cert().isEmpty()
                        && !(stated instanceof PolicyTrust.Roots.Malformed)
                        && PolicyTrust.roots(certificates.certChain(), new Origin(origin + ", certChain"))
                                instanceof PolicyTrust.Roots.Stated chain
                ? chain
                : stated;
    }

    private static Optional<AttestorIdentity.Rekor> rekor(AttestorIdentity who) {
        if (who instanceof AttestorIdentity.Certificates certificates) {
            return certificates.rekor();
        }
        return who instanceof AttestorIdentity.Keys keys
                ? keys.rekor()
                : who instanceof AttestorIdentity.Keyless keyless ? keyless.rekor() : Optional.empty();
    }

    static Optional<AttestorIdentity.CtLog> ctLog(AttestorIdentity who) {
        if (who instanceof AttestorIdentity.Certificates certificates) {
            return certificates.ctlog();
        }
        return who instanceof AttestorIdentity.Keys keys
                ? keys.ctlog()
                : who instanceof AttestorIdentity.Keyless keyless ? keyless.ctlog() : Optional.empty();
    }

    private static SignatureRepository repository(String name) {
        if (name.isEmpty()) {
            return new SignatureRepository.BesideImage();
        }
        try {
            return new SignatureRepository.Elsewhere(ImageName.repository(name));
        } catch (InvalidNameException e) {
            return new SignatureRepository.Malformed(
                    "failed to parse signature repository " + name + ": " + e.getMessage());
        }
    }
}
