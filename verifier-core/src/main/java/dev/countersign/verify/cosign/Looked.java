package dev.countersign.verify.cosign;

import dev.countersign.registry.Deadline;
import dev.countersign.registry.Digest;
import dev.countersign.registry.RegistryException;
import dev.countersign.verify.Reason;
import dev.countersign.verify.Verdict;
import dev.countersign.verify.Verdicts;
import dev.countersign.verify.check.CheckFailure;
import dev.countersign.verify.cosign.SignatureStore.Layer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of the signatures in one place: which verified, and why the others did not.
 *
 * @param <C> what a signature can say
 * @param failures cosign's words for each that did not
 * @param undecided whether one of them could not be read, so that nothing is proven of it
 */
record Looked<C>(
        List<VerifiedSignature<C>> verified,
        List<String> failures,
        List<Reason> reasons,
        List<String> divergences,
        boolean undecided) {
    Looked {
        verified = List.copyOf(verified);
        failures = List.copyOf(failures);
        reasons = List.copyOf(reasons);
        divergences = List.copyOf(divergences);
    }

    /** Nothing was looked at. */
    static <C> Looked<C> nothing() {
        return new Looked<>(List.of(), List.of(), List.of(), List.of(), false);
    }

    /** The place could not be looked at, because the registry failed. */
    static <C> Looked<C> failed(RegistryException failure) {
        return new Looked<>(
                List.of(),
                List.of(String.valueOf(failure.getMessage())),
                Verdicts.undecided(failure).reasons(),
                List.of(),
                true);
    }

    /** What is there is no signature manifest: Go's text. */
    static <C> Looked<C> unreadable(String message) {
        return new Looked<>(
                List.of(),
                List.of(message),
                List.of(new Reason(
                        "SIGNATURES_UNREADABLE",
                        "",
                        "what is stored as the image's signatures is no signature manifest",
                        message,
                        "",
                        "Sign the image again.")),
                List.of(),
                false);
    }

    /** Looks at every signature of an image, as long as there is time. */
    static <C> Looked<C> at(List<Layer> layers, LayerCheck<C> check, Digest digest, Instant now, Deadline deadline) {
        List<VerifiedSignature<C>> verified = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        List<Reason> reasons = new ArrayList<>();
        List<String> divergences = new ArrayList<>();
        boolean undecided = false;
        for (Layer layer : layers) {
            if (deadline.passed()) {
                undecided = true;
                failures.add("context deadline exceeded");
                reasons.add(outOfTime());
                break;
            }
            if (layer instanceof Layer.Signature signature) {
                try {
                    verified.add(check.verify(signature.signature(), digest, now));
                } catch (CheckFailure e) {
                    failures.add(e.getMessage());
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
        return new Looked<>(verified, failures, reasons, divergences, undecided);
    }

    /**
     * Nothing of it verified: a refusal in those words.
     *
     * @param prefix cosign's, before the words for each signature
     */
    Verdict.NotVerified refusal(String prefix) {
        String message = prefix + String.join("\n ", failures);
        return undecided
                ? new Verdict.Indeterminate(message, reasons, false, divergences)
                : new Verdict.Rejected(message, reasons, divergences);
    }

    /**
     * A refusal of other signatures with what stands here beside it: the reasons count too, and where something could not be read,
     * nothing is proven. The message stays.
     */
    Verdict.NotVerified beside(Verdict.NotVerified refusal) {
        List<Reason> allReasons = new ArrayList<>(refusal.reasons());
        allReasons.addAll(reasons);
        List<String> allDivergences = new ArrayList<>(refusal.divergences());
        allDivergences.addAll(divergences);
        boolean unreachable = refusal instanceof Verdict.Indeterminate open && open.unreachable();
        return undecided || refusal instanceof Verdict.Indeterminate
                ? new Verdict.Indeterminate(refusal.message(), allReasons, unreachable, allDivergences)
                : new Verdict.Rejected(refusal.message(), allReasons, allDivergences);
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
