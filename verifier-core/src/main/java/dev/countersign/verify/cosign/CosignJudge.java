package dev.countersign.verify.cosign;

import dev.countersign.crypto.VerificationKey;
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
import dev.countersign.verify.attestor.KeySource;
import dev.countersign.verify.attestor.PolicyTrust;
import dev.countersign.verify.attestor.UndecidableException;
import dev.countersign.verify.check.CheckFailure;
import dev.countersign.verify.cosign.CosignDiscovery.Layer;
import dev.countersign.verify.cosign.CosignDiscovery.Outcome;
import dev.countersign.verify.cosign.CosignRequirement.SignatureRepository;
import java.time.Instant;
import java.util.ArrayList;
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
            CosignSignatureCheck check = check(context);
            return verify(image, signatureRepository(name), check, context.now());
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
    private CosignSignatureCheck check(VerificationContext context) throws UndecidableException {
        CosignSignatureCheck known = prepared.get();
        if (known != null && known.usesOnly(context.cryptography())) {
            return known;
        }
        Optional<VerificationKey> key = key(context);
        TrustMaterial trust = AttestorTrust.select(requirement, key.isPresent(), context.trustRoot());
        CosignSignatureCheck check = new CosignSignatureCheck(requirement, key, trust, context.cryptography());
        if (requirement.restsOnPolicyAlone()) {
            prepared.set(check);
        }
        return check;
    }

    /** The static key, if there is one; every part that Kyverno reads before its trust has been looked at then. */
    private Optional<VerificationKey> key(VerificationContext context) throws UndecidableException {
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
        KeySource source = requirement.key().get();
        if (source instanceof KeySource.InSecret secret) {
            source = secret.read(context.cluster());
        }
        if (source instanceof KeySource.Known known) {
            return Optional.of(known.key());
        }
        if (source instanceof KeySource.Broken broken) {
            throw new UndecidableException(
                    broken.unreachable()
                            ? new Verdict.Indeterminate(broken.message(), List.of(broken.reason()), true, List.of())
                            : Verdicts.rejected(broken.message(), broken.reason()));
        }
        throw new IllegalStateException("a key management system was let through");
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
        Outcome found = discovery.signatures(image, where);
        if (found instanceof Outcome.Unreadable unreadable) {
            return Verdicts.rejected(
                    unreadable.message(),
                    new Reason(
                            "SIGNATURES_UNREADABLE",
                            "",
                            "what is stored as the image's signatures is no signature manifest",
                            unreadable.message(),
                            "",
                            "Sign the image again."));
        }
        List<Layer> layers = ((Outcome.Layers) found).layers();
        if (layers.isEmpty()) {
            return Verdicts.rejected("no signatures found", image.hint(where, digest));
        }
        List<VerifiedSignature> verified = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        List<Reason> reasons = new ArrayList<>();
        List<String> divergences = new ArrayList<>();
        boolean undecided = false;
        for (Layer layer : layers) {
            if (image.deadline().passed()) {
                undecided = true;
                failures.add("context deadline exceeded");
                reasons.add(outOfTime());
                break;
            }
            if (layer instanceof Layer.Signature signature) {
                try {
                    verified.add(check.verify(signature.signature(), digest, now));
                } catch (CheckFailure e) {
                    failures.add(String.valueOf(e.getMessage()));
                    reasons.add(e.reason());
                    e.divergence().ifPresent(divergences::add);
                }
            } else if (layer instanceof Layer.Broken broken) {
                undecided |= broken.undecided();
                failures.add(broken.message());
                reasons.add(new Reason(
                        broken.undecided() ? "REGISTRY_FAILED" : "SIGNATURE_UNREADABLE",
                        "",
                        "a signature of the image could not be read",
                        broken.message(),
                        "",
                        broken.undecided() ? "Try again when the registry answers." : "Sign the image again."));
            }
        }
        if (verified.isEmpty()) {
            String message = "no matching signatures: " + String.join("\n ", failures);
            return undecided
                    ? new Verdict.Indeterminate(message, reasons, false, divergences)
                    : new Verdict.Rejected(message, reasons, divergences);
        }
        Verdict verdict = SignerMatch.among(verified, requirement);
        return verdict instanceof Verdict.Rejected rejected
                ? beside(rejected, undecided, reasons, divergences)
                : verdict;
    }

    /**
     * None of the signatures that verified will do. One that did not verify might have done: then its reasons count too, and where
     * it could not be read, nothing is proven.
     */
    private static Verdict beside(
            Verdict.Rejected rejected, boolean undecided, List<Reason> reasons, List<String> divergences) {
        List<Reason> allReasons = new ArrayList<>(rejected.reasons());
        allReasons.addAll(reasons);
        List<String> allDivergences = new ArrayList<>(rejected.divergences());
        allDivergences.addAll(divergences);
        return undecided
                ? new Verdict.Indeterminate(rejected.message(), allReasons, false, allDivergences)
                : new Verdict.Rejected(rejected.message(), allReasons, allDivergences);
    }

    private static Reason outOfTime() {
        return new Reason(
                "OUT_OF_TIME",
                "",
                "the request's time was over before every signature was looked at",
                "",
                "",
                "Remove signatures that nobody needs, or state a longer webhookTimeoutSeconds.");
    }
}
