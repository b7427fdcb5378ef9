package dev.countersign.verify.cosign;

import dev.countersign.crypto.VerificationKey;
import dev.countersign.registry.Deadline;
import dev.countersign.registry.Digest;
import dev.countersign.registry.RegistryException;
import dev.countersign.registry.Repository;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.verify.ImageName;
import dev.countersign.verify.ImageName.InvalidNameException;
import dev.countersign.verify.ImageSubject;
import dev.countersign.verify.ImageVerifier;
import dev.countersign.verify.Reason;
import dev.countersign.verify.Verdict;
import dev.countersign.verify.Verdicts;
import dev.countersign.verify.VerificationContext;
import dev.countersign.verify.attestor.PolicyTrust;
import dev.countersign.verify.attestor.StaticKey;
import dev.countersign.verify.attestor.UndecidableException;
import dev.countersign.verify.cosign.CosignRequirement.SignatureRepository;
import dev.countersign.verify.cosign.SignatureStore.Layer;
import dev.countersign.verify.cosign.SignatureStore.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One attestor with keys or keyless, over signatures in cosign's own layout: what Kyverno reads from the policy, in its order
 * (Kyverno spec 8.2), then cosign's verification of each signature, then identity and annotations (8.3, 8.4). Immutable but for the check that it remembers;
 * thread-safe.
 */
final class CosignJudge implements ImageVerifier.Judge {
    private final CosignRequirement requirement;
    private final CosignDiscovery discovery;
    private final AtomicReference<@Nullable CosignSignatureCheck> prepared = new AtomicReference<>();

    CosignJudge(CosignRequirement requirement, CosignDiscovery discovery) {
        this.requirement = requirement;
        this.discovery = discovery;
    }

    @Override
    public List<String> unsupported() {
        return List.of();
    }

    @Override
    public Verdict verify(ImageSubject image, VerificationContext context) {
        try {
            ImageName name = image.name();
            CosignSignatureCheck check = check(context, image.deadline());
            Repository where = signatureRepository(name);
            StampCheck.requireReadable(requirement.timestamps());
            return check.stamps().resting(verify(image, where, check, context.now()));
        } catch (UndecidableException e) {
            return e.verdict();
        } catch (InvalidNameException e) {
            return Verdicts.rejected(
                    "failed to parse image " + image.image(),
                    new Reason(
                            "INVALID_IMAGE",
                            "",
                            "the image cannot be fetched by this name",
                            image.image(),
                            "a tag, or a sha256 digest of 64 lower-case digits",
                            "Name the image otherwise."));
        } catch (RegistryException e) {
            return Verdicts.undecided(e);
        }
    }

    /** The check, which is made once where key and trust all stand in the policy. */
    private CosignSignatureCheck check(VerificationContext context, Deadline deadline) throws UndecidableException {
        CosignSignatureCheck known = prepared.get();
        if (known != null && known.usesOnly(context.cryptography())) {
            return known;
        }
        Optional<VerificationKey> key = key(context, deadline);
        TrustMaterial trust = AttestorTrust.select(requirement, key.isPresent(), context.trustRoot());
        CosignSignatureCheck check = new CosignSignatureCheck(requirement, key, trust, context.cryptography());
        if (requirement.restsOnPolicyAlone()) {
            prepared.set(check);
        }
        return check;
    }

    /** The static key, if there is one; every part that Kyverno reads before its trust has been looked at then. */
    private Optional<VerificationKey> key(VerificationContext context, Deadline deadline) throws UndecidableException {
        if (requirement.roots() instanceof PolicyTrust.Roots.Malformed) {
            throw new UndecidableException(Verdicts.rejected(
                    "failed to load Root certificates: error creating root cert pool",
                    new Reason(
                            "ROOTS_NOT_LOADED",
                            "",
                            "roots holds no certificate that can be read",
                            "",
                            "PEM blocks BEGIN CERTIFICATE",
                            "Paste the root certificates of the Fulcio that signs.")));
        }
        if (!requirement.badHash().isEmpty()) {
            throw new UndecidableException(Verdicts.rejected(
                    "invalid signature algorithm provided " + requirement.badHash(),
                    new Reason(
                            "UNKNOWN_ALGORITHM",
                            "",
                            "signatureAlgorithm names no hash",
                            requirement.badHash(),
                            "sha224, sha256, sha384 or sha512",
                            "Name one of these.")));
        }
        if (requirement.key().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(StaticKey.load(requirement.key().get(), context, deadline));
    }

    private Repository signatureRepository(ImageName name) throws UndecidableException {
        if (requirement.repository() instanceof SignatureRepository.Elsewhere elsewhere) {
            return elsewhere.repository();
        }
        if (requirement.repository() instanceof SignatureRepository.Malformed malformed) {
            throw new UndecidableException(Verdicts.rejected(
                    malformed.message(),
                    new Reason(
                            "INVALID_REPOSITORY",
                            "",
                            "repository names no repository",
                            "",
                            "host/path without tag and digest",
                            "Name the repository that holds the signatures.")));
        }
        return name.repository();
    }

    private Verdict verify(ImageSubject image, Repository where, CosignSignatureCheck check, Instant now)
            throws InvalidNameException, RegistryException {
        Digest digest;
        try {
            digest = image.digest();
        } catch (RegistryException e) {
            return e.kind() == RegistryException.Kind.NOT_FOUND
                    ? Verdicts.rejected(
                            "image tag not found: " + e.getMessage(),
                            new Reason(
                                    "IMAGE_NOT_FOUND",
                                    "",
                                    "the registry does not hold the image",
                                    image.image(),
                                    "",
                                    "Push the image, or mend its name."))
                    : Verdicts.undecided(e);
        }
        Looked referring = requirement.oci11() ? referring(image, where, check, digest, now) : Looked.NOTHING;
        if (!referring.verified().isEmpty()) {
            return referring.verdict(requirement);
        }
        Verdict verdict = tagged(image, where, check, digest, now, referring.reasons());
        return verdict instanceof Verdict.NotVerified refusal ? referring.beside(refusal) : verdict;
    }

    /** The image's referrers. Whatever is wrong with them, cosign looks under the tag then (measured 25). */
    private Looked referring(
            ImageSubject image, Repository where, CosignSignatureCheck check, Digest digest, Instant now)
            throws InvalidNameException {
        try {
            Outcome found = discovery.referring(image, where, image.name().repository());
            return found instanceof Outcome.Unreadable unreadable
                    ? Looked.unreadable(unreadable.message())
                    : Looked.at(((Outcome.Layers) found).layers(), check, digest, now, image.deadline());
        } catch (RegistryException e) {
            return Looked.failed(e);
        }
    }

    /**
     * The tag.
     *
     * @param known why the referrers do not do; where they say so, nobody needs a hint at signatures elsewhere
     */
    private Verdict tagged(
            ImageSubject image,
            Repository where,
            CosignSignatureCheck check,
            Digest digest,
            Instant now,
            List<Reason> known)
            throws InvalidNameException, RegistryException {
        Outcome found = discovery.tagged(image, where);
        if (found instanceof Outcome.Unreadable unreadable) {
            Looked broken = Looked.unreadable(unreadable.message());
            return new Verdict.Rejected(unreadable.message(), broken.reasons(), List.of());
        }
        List<Layer> layers = ((Outcome.Layers) found).layers();
        if (layers.isEmpty()) {
            return new Verdict.Rejected(
                    "no signatures found", known.isEmpty() ? List.of(image.hint(where, digest)) : List.of(), List.of());
        }
        return Looked.at(layers, check, digest, now, image.deadline()).verdict(requirement);
    }
}
