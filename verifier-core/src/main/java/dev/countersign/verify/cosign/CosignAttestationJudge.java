package dev.countersign.verify.cosign;

import dev.countersign.registry.Digest;
import dev.countersign.registry.RegistryException;
import dev.countersign.registry.Repository;
import dev.countersign.verify.Attested;
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
import dev.countersign.verify.entity.CosignAttestation;
import java.time.Instant;
import java.util.List;

/**
 * One attestor of an attestation, over attestations in cosign's own layout (Kyverno spec 8.5): what Kyverno reads from the policy, then
 * cosign's verification of each attestation, then identity and annotations. Immutable but for the check that it remembers;
 * thread-safe.
 */
final class CosignAttestationJudge implements ImageVerifier.AttestationJudge {
    /** Kyverno's words for a registry that answers so. */
    private static final String UNKNOWN_MANIFEST = "MANIFEST_UNKNOWN: manifest unknown";

    private final AttestationMatch match;
    private final CosignDiscovery discovery;
    private final PreparedCheck<CosignAttestation> prepared;

    CosignAttestationJudge(CosignRequirement requirement, String type, CosignDiscovery discovery) {
        this.match = new AttestationMatch(requirement, type);
        this.discovery = discovery;
        this.prepared = new PreparedCheck<>(requirement, SignedContent::attestation);
    }

    @Override
    public List<String> unsupported() {
        return List.of();
    }

    @Override
    public Attested fetch(ImageSubject image, VerificationContext context) {
        try {
            IssuerCheck<CosignAttestation> check = prepared.check(context, image.deadline());
            return check.stamps().resting(fetch(image, prepared.repository(image.name()), check, context.now()));
        } catch (UndecidableException e) {
            return new Attested.Nothing(e.verdict());
        } catch (InvalidNameException e) {
            return new Attested.Nothing(Verdicts.invalidImage(image, "failed to parse image: " + e.getMessage()));
        } catch (RegistryException e) {
            return new Attested.Nothing(undecided(e));
        }
    }

    private Attested fetch(ImageSubject image, Repository where, IssuerCheck<CosignAttestation> check, Instant now)
            throws InvalidNameException, RegistryException {
        Digest digest = image.digest();
        Outcome found = discovery.tagged(image, where, CosignDiscovery.Kind.ATTESTATIONS);
        if (found instanceof Outcome.Unreadable unreadable) {
            Looked<CosignAttestation> broken = Looked.unreadable(unreadable.message());
            return new Attested.Nothing(
                    new Verdict.Rejected(unreadable.message(), broken.reasons(), broken.divergences()));
        }
        List<Layer> layers = ((Outcome.Layers) found).layers();
        if (layers.isEmpty()) {
            return new Attested.Nothing(Verdicts.rejected("no matching attestations: ", notAttested(where, digest)));
        }
        Looked<CosignAttestation> looked = Looked.at(layers, check, digest, now, image.deadline());
        return looked.verified().isEmpty()
                ? new Attested.Nothing(looked.refusal("no matching attestations: "))
                : match.among(looked, digest);
    }

    private static Verdict.NotVerified undecided(RegistryException failure) {
        boolean absent = failure.kind() == RegistryException.Kind.NOT_FOUND;
        String message = String.valueOf(failure.getMessage()).contains(UNKNOWN_MANIFEST)
                ? "not found"
                : String.valueOf(failure.getMessage());
        if (absent) {
            return Verdicts.rejected(
                    message,
                    new Reason(
                            "IMAGE_NOT_FOUND",
                            "",
                            "the registry does not hold the image",
                            String.valueOf(failure.getMessage()),
                            "",
                            "Push the image, or mend its name."));
        }
        Verdict.Indeterminate open = Verdicts.undecided(failure);
        return new Verdict.Indeterminate(message, open.reasons(), open.unreachable(), open.divergences());
    }

    private static Reason notAttested(Repository where, Digest digest) {
        String place = where + ":sha256-" + digest.hex() + ".att";
        return new Reason(
                "NO_ATTESTATIONS",
                "",
                "the image has no attestation in cosign's layout",
                "nothing at " + place,
                "a manifest with attestations at " + place,
                "Attest the image with cosign; if its attestations are in another repository, state repository; if they are Sigstore"
                        + " bundles, state type: SigstoreBundle.");
    }
}
