package dev.countersign.conformance;

import dev.countersign.document.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An answer to a whole case: Kyverno's as recorded, or ours. Immutable.
 *
 * @param panic what crashed while the whole case was evaluated
 * @param timeout Kyverno did not end in time; nothing is known
 * @param load what the loader refuses
 * @param policies in the order of the file
 * @param mutating empty where no policy is installed
 * @param validating empty where the mutating webhook denies
 * @param divergences numbers that our load rests on; empty for Kyverno
 */
record Answer(
        Optional<String> panic,
        boolean timeout,
        Optional<Text> load,
        List<OfPolicy> policies,
        Optional<OfWebhook> mutating,
        Optional<OfWebhook> validating,
        Set<String> divergences) {
    Answer {
        policies = List.copyOf(policies);
        divergences = Set.copyOf(divergences);
    }

    /** A text; an unstable one differs from run to run. */
    record Text(String text, boolean unstable) {}

    /**
     * The answer to the creation of a policy.
     *
     * @param error why it is refused; empty when it is admitted
     */
    record OfAdmission(Optional<String> error, List<String> warnings, Optional<String> panic, boolean unstable) {
        static final OfAdmission SILENT = new OfAdmission(Optional.empty(), List.of(), Optional.empty(), false);

        OfAdmission {
            warnings = List.copyOf(warnings);
        }

        boolean refused() {
            return error.isPresent() || panic.isPresent();
        }
    }

    /** What a rule says. */
    record OfRule(String rule, String type, String status, String message, boolean unstable) {}

    /**
     * What a policy says.
     *
     * @param error why the engine could not be asked
     * @param unordered lists whose order is left to chance
     * @param varies parts that differ from run to run
     * @param divergences numbers that our answer carries; empty for Kyverno
     */
    record OfPolicy(
            String policy,
            String namespace,
            OfAdmission admission,
            Optional<String> panic,
            boolean timeout,
            Optional<String> error,
            List<OfRule> verify,
            List<Value> patches,
            Map<String, String> metadata,
            List<OfRule> validate,
            Set<String> unordered,
            Set<String> varies,
            Set<String> divergences) {
        OfPolicy {
            verify = List.copyOf(verify);
            patches = List.copyOf(patches);
            metadata = Map.copyOf(metadata);
            validate = List.copyOf(validate);
            unordered = Set.copyOf(unordered);
            varies = Set.copyOf(varies);
            divergences = Set.copyOf(divergences);
        }
    }

    /**
     * What a webhook answers.
     *
     * @param divergences numbers that our answer carries; empty for Kyverno
     */
    record OfWebhook(
            boolean allowed,
            String message,
            List<String> warnings,
            List<Value> patch,
            Optional<String> panic,
            boolean timeout,
            boolean unstable,
            Set<String> divergences) {
        OfWebhook {
            warnings = List.copyOf(warnings);
            patch = List.copyOf(patch);
            divergences = Set.copyOf(divergences);
        }
    }
}
