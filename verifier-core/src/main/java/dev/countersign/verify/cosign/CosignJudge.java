package dev.countersign.verify.cosign;

import dev.countersign.registry.Digest;
import dev.countersign.registry.RegistryException;
import dev.countersign.registry.Repository;
import dev.countersign.verify.ImageName;
import dev.countersign.verify.ImageName.InvalidNameException;
import dev.countersign.verify.ImageSubject;
import dev.countersign.verify.ImageVerifier;
import dev.countersign.verify.Reason;
import dev.countersign.verify.Verdict;
import dev.countersign.verify.Verdicts;
import dev.countersign.verify.VerificationContext;
import dev.countersign.verify.attestor.UndecidableException;
import dev.countersign.verify.cosign.SignatureStore.Layer;
import dev.countersign.verify.cosign.SignatureStore.Outcome;
import dev.countersign.verify.entity.SimpleSigningPayload;
import java.time.Instant;
import java.util.List;

/**
 * One attestor with keys, certificates or keyless, over signatures in cosign's own layout: what Kyverno reads from the policy, in
 * its order (Kyverno spec 8.2), then cosign's verification of each signature, then identity and annotations (8.3, 8.4). Immutable but
 * for the check that it remembers; thread-safe.
 */
final class CosignJudge implements ImageVerifier.Judge {
    private final CosignRequirement requirement;
    private final CosignDiscovery discovery;
    private final PreparedCheck<SimpleSigningPayload> prepared;

    CosignJudge(CosignRequirement requirement, CosignDiscovery discovery) {
        this.requirement = requirement;
        this.prepared = new PreparedCheck<>(requirement, SignedContent::signature);
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
            IssuerCheck<SimpleSigningPayload> check = prepared.check(context, image.deadline());
            return check.stamps().resting(verify(image, prepared.repository(name), check, context.now()));
        } catch (UndecidableException e) {
            return e.verdict();
        } catch (InvalidNameException e) {
            return Verdicts.invalidImage(image, "failed to parse image " + image.image());
        } catch (RegistryException e) {
            return Verdicts.undecided(e);
        }
    }

    private Verdict verify(ImageSubject image, Repository where, IssuerCheck<SimpleSigningPayload> check, Instant now)
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
        Looked<SimpleSigningPayload> referring =
                requirement.oci11() ? referring(image, where, check, digest, now) : Looked.nothing();
        if (!referring.verified().isEmpty()) {
            return verdict(referring);
        }
        Verdict verdict = tagged(image, where, check, digest, now, referring.reasons());
        return verdict instanceof Verdict.NotVerified refusal ? referring.beside(refusal) : verdict;
    }

    /** The image's referrers. Whatever is wrong with them, cosign looks under the tag then (measured 25). */
    private Looked<SimpleSigningPayload> referring(
            ImageSubject image, Repository where, IssuerCheck<SimpleSigningPayload> check, Digest digest, Instant now)
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
            IssuerCheck<SimpleSigningPayload> check,
            Digest digest,
            Instant now,
            List<Reason> known)
            throws InvalidNameException, RegistryException {
        Outcome found = discovery.tagged(image, where, CosignDiscovery.Kind.SIGNATURES);
        if (found instanceof Outcome.Unreadable unreadable) {
            Looked<SimpleSigningPayload> broken = Looked.unreadable(unreadable.message());
            return new Verdict.Rejected(unreadable.message(), broken.reasons(), List.of());
        }
        List<Layer> layers = ((Outcome.Layers) found).layers();
        if (layers.isEmpty()) {
            return new Verdict.Rejected(
                    "no signatures found", known.isEmpty() ? List.of(image.hint(where, digest)) : List.of(), List.of());
        }
        return verdict(Looked.at(layers, check, digest, now, image.deadline()));
    }

    /** The verdict over layers of which there is at least one. */
    private Verdict verdict(Looked<SimpleSigningPayload> looked) {
        if (looked.verified().isEmpty()) {
            return looked.refusal("no matching signatures: ");
        }
        Verdict verdict = SignerMatch.among(looked.verified(), requirement);
        // One that did not verify might have done.
        return verdict instanceof Verdict.Rejected rejected ? looked.beside(rejected) : verdict;
    }
}
