package dev.countersign.verify.bundle;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.crypto.VerificationKey;
import dev.countersign.registry.Deadline;
import dev.countersign.registry.Digest;
import dev.countersign.registry.RegistryException;
import dev.countersign.registry.Repository;
import dev.countersign.trust.CertificateAuthority;
import dev.countersign.trust.Origin;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.ValidityWindow;
import dev.countersign.verify.ImageName;
import dev.countersign.verify.ImageName.InvalidNameException;
import dev.countersign.verify.ImageSubject;
import dev.countersign.verify.Reason;
import dev.countersign.verify.Verdicts;
import dev.countersign.verify.VerificationContext;
import dev.countersign.verify.attestor.KeySource;
import dev.countersign.verify.attestor.PolicyTrust;
import dev.countersign.verify.attestor.StaticKey;
import dev.countersign.verify.attestor.TimestampTrust;
import dev.countersign.verify.attestor.UndecidableException;
import dev.countersign.verify.bundle.BundleDiscovery.Found;
import dev.countersign.verify.bundle.BundleDiscovery.Outcome;
import dev.countersign.verify.bundle.BundleRequirement.Signer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One attestor over Sigstore bundles: what Kyverno does before it looks at any bundle, in its order and with its words (Kyverno spec 8.6).
 * Immutable but for the check that it remembers; thread-safe.
 */
final class BundleJudge {
    private static final String NO_TIME_ASKED = "when initializing a new Verifier, you must specify at least one of"
            + " WithObserverTimestamps(), WithSignedTimestamps(), WithIntegratedTimestamps() or WithCurrentTime(), or"
            + " exclusively specify WithNoObserverTimestamps()";

    private final BundleRequirement requirement;
    private final BundleDiscovery discovery;
    private final AtomicReference<@Nullable Prepared> prepared = new AtomicReference<>();

    BundleJudge(BundleRequirement requirement, BundleDiscovery discovery) {
        this.requirement = requirement;
        this.discovery = discovery;
    }

    /** A check, and what it was made of. */
    private record Prepared(
            Cryptography cryptography,
            PolicySigner signer,
            Optional<TrustMaterial> process,
            BundleTrust trust,
            BundleCheck check) {}

    /**
     * Everything that must be known before a bundle is looked at.
     *
     * @param bundles that the image has
     * @param digest of the image
     * @param where the bundles are
     */
    record Question(List<Found> bundles, Digest digest, Repository where, BundleCheck check, BundleTrust trust) {}

    /** Finds bundles and prepares their check; or throws the verdict that stands already. */
    Question ask(ImageSubject image, VerificationContext context) throws UndecidableException {
        Repository where = where(image);
        Digest digest;
        List<Found> bundles;
        try {
            digest = image.digest();
            bundles = found(image, where, context.cryptography());
        } catch (InvalidNameException e) {
            throw unnamed(image, e);
        } catch (RegistryException e) {
            throw new UndecidableException(Refusals.notFetched(image, Refusals.asHead(e), e));
        }
        if (requirement.signer() instanceof Signer.Identity named) {
            Optional<String> malformed = named.identity().malformed();
            if (malformed.isPresent()) {
                throw Refusals.decided(
                        "failed to build policy: " + image.image() + ": " + malformed.get(),
                        "INVALID_REGEXP",
                        "subjectRegExp or issuerRegExp is no regular expression of RE2",
                        "Mend the expression.",
                        "");
            }
        }
        Prepared made = prepare(image, context);
        if (!requirement.ignoreTlog() && requirement.ignoreSct()) {
            throw Refusals.decided(
                    "failed to get verify bundles: " + image.image() + ": " + NO_TIME_ASKED,
                    "NO_TIME_ASKED",
                    "for bundles, ctlog.ignoreSCT switches off the time of the signature, which a log entry needs",
                    "Remove ctlog.ignoreSCT; certificate timestamps are looked at for bundles only where ctlog.pubkey is"
                            + " stated.",
                    "");
        }
        return new Question(bundles, digest, where, made.check(), made.trust());
    }

    private Repository where(ImageSubject image) throws UndecidableException {
        try {
            ImageName name = image.name();
            if (!requirement.badRepository().isEmpty()) {
                throw Refusals.decided(
                        "failed to fetch bundles: " + image.image() + ": " + requirement.badRepository(),
                        "INVALID_REPOSITORY",
                        "repository names no repository",
                        "Name the repository that holds the bundles: host/path without tag and digest.",
                        Divergences.REPOSITORY);
            }
            return requirement.repository().orElse(name.repository());
        } catch (InvalidNameException e) {
            throw unnamed(image, e);
        }
    }

    private static UndecidableException unnamed(ImageSubject image, InvalidNameException cause) {
        return new UndecidableException(Verdicts.invalidImage(
                image, "failed to parse image reference: " + image.image() + ": " + cause.getMessage()));
    }

    private List<Found> found(ImageSubject image, Repository where, Cryptography cryptography)
            throws InvalidNameException, RegistryException, UndecidableException {
        Outcome outcome = discovery.bundles(image, where, cryptography);
        if (outcome instanceof Outcome.NotFetched failed) {
            throw new UndecidableException(Refusals.notFetched(image, failed.message(), failed.failure()));
        }
        if (outcome instanceof Outcome.Unreadable unreadable) {
            throw new UndecidableException(Verdicts.rejected(
                    "failed to fetch bundles: " + image.image() + ": " + unreadable.message(),
                    new Reason(
                            "BUNDLE_UNREADABLE",
                            "",
                            "one of the image's referrers says to be a bundle and cannot be read, so that none counts",
                            unreadable.message(),
                            "referrers of type " + "application/vnd.dev.sigstore.bundle that are bundles, "
                                    + BundleDiscovery.MAX_REFERRERS + " referrers at most",
                            "Remove the referrer from the registry: " + unreadable.foundAt())));
        }
        return ((Outcome.Bundles) outcome).bundles();
    }

    /**
     * Numbers of the fields that stand for the process-wide trust root, where it was not asked for anything: Kyverno would have.
     */
    List<String> alone(Question question) {
        if (question.trust().process().isPresent()) {
            return List.of();
        }
        List<String> numbers = new ArrayList<>();
        if (requirement.roots() instanceof PolicyTrust.Roots.Stated && requirement.needsAuthorities()) {
            numbers.add(Divergences.ROOTS);
        }
        if (requirement.rekorKeys() instanceof PolicyTrust.LogKeys.Stated && !requirement.ignoreTlog()) {
            numbers.add(Divergences.LOG_KEYS);
        }
        if (requirement.timestamps() instanceof TimestampTrust.Stated && !requirement.ignoreSct()) {
            numbers.add(Divergences.TIMESTAMP_AUTHORITIES);
        }
        return numbers;
    }

    /** The check, made anew only where trust or key have changed. */
    private Prepared prepare(ImageSubject image, VerificationContext context) throws UndecidableException {
        if (!requirement.badHash().isEmpty()) {
            throw Refusals.decided(
                    BundleTrust.NO_MATERIAL + image.image() + ": unsupported signature algorithm \""
                            + requirement.badHash() + "\"",
                    "UNKNOWN_ALGORITHM",
                    "signatureAlgorithm names no hash",
                    "Name sha224, sha256, sha384 or sha512.",
                    "");
        }
        PolicySigner signer = signer(image, context, image.deadline());
        BundleTrust trust = BundleTrust.select(requirement, signer, image.image(), context);
        Prepared known = prepared.get();
        if (known != null
                && known.cryptography() == context.cryptography()
                && known.signer().equals(signer)
                && isSame(known.process(), trust.process())
                && known.trust().noTimestamps().isEmpty()
                && trust.noTimestamps().isEmpty()) {
            return known;
        }
        Prepared made = new Prepared(
                context.cryptography(),
                signer,
                trust.process(),
                trust,
                new BundleCheck(requirement, signer, trust.material(), context.cryptography()));
        prepared.set(made);
        return made;
    }

    @SuppressWarnings("ReferenceEquality") // material is never changed, and comparing all of it costs more than a check
    private static boolean isSame(Optional<TrustMaterial> one, Optional<TrustMaterial> other) {
        return one.isPresent() == other.isPresent() && (one.isEmpty() || one.get() == other.get());
    }

    private PolicySigner signer(ImageSubject image, VerificationContext context, Deadline deadline)
            throws UndecidableException {
        if (requirement.signer() instanceof Signer.Identity named) {
            return new PolicySigner(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(named.identity()),
                    true,
                    List.of());
        }
        if (requirement.signer() instanceof Signer.Key key) {
            try {
                return PolicySigner.of(StaticKey.load(key.source(), context, deadline));
            } catch (UndecidableException e) {
                throw Refusals.keyNotLoaded(image, e);
            }
        }
        if (requirement.signer() instanceof Signer.Certificate stated) {
            return certificate(stated.source(), image);
        }
        boolean below = requirement.signer() instanceof Signer.BelowChain;
        return new PolicySigner(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                below ? Optional.empty() : Optional.of(Refusals.NOBODY),
                true,
                below ? List.of(Divergences.CERTIFICATES) : List.of());
    }

    private PolicySigner certificate(KeySource source, ImageSubject image) throws UndecidableException {
        if (source instanceof KeySource.OfCertificate alone) {
            return pinned(alone.certificate(), alone.key(), Optional.empty());
        }
        if (source instanceof KeySource.OfChainedCertificate chained
                && chained.certificate().publicKey().isPresent()) {
            List<ParsedCertificate> chain = chained.chain();
            CertificateAuthority authority = new CertificateAuthority(
                    List.of(chain.get(chain.size() - 1)),
                    chain.subList(0, chain.size() - 1),
                    ValidityWindow.ALWAYS,
                    new Origin("certChain"));
            return pinned(
                    chained.certificate(), chained.certificate().publicKey().get(), Optional.of(List.of(authority)));
        }
        String message = source instanceof KeySource.Broken broken ? broken.message() : "unsupported public key type";
        throw Refusals.decided(
                BundleTrust.NO_MATERIAL + image.image() + ": " + message,
                "CERTIFICATE_NOT_LOADED",
                "cert or certChain holds no certificate that can be used",
                "Paste the signer's certificate, and its issuers' with the root last.",
                Divergences.CERTIFICATES);
    }

    private static PolicySigner pinned(
            ParsedCertificate certificate, VerificationKey key, Optional<List<CertificateAuthority>> authorities) {
        return new PolicySigner(
                Optional.of(key),
                Optional.of(certificate),
                authorities,
                Optional.empty(),
                authorities.isPresent(),
                List.of(Divergences.CERTIFICATES));
    }
}
