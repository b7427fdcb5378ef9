package dev.countersign.policy;

import dev.countersign.document.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One rule. Immutable. A rule of another kind than verifyImages is read, and the engine has nothing to say to it.
 *
 * @param name at most 63 characters
 * @param kinds which of mutate, validate, generate and verifyImages it holds
 * @param match which objects it means
 * @param exclude which of those it leaves out
 * @param imageExtractors by kind of object: where its images stand
 * @param context named data, in order
 * @param preconditions when the rule applies
 * @param celPreconditions read, and of no effect in verifyImages rules
 * @param skipBackgroundRequests of no effect in verifyImages rules
 * @param reportProperties copied to every response
 * @param verifyImages the entries, in order
 * @param document the rule as JSON with the defaults filled in: what variable substitution works on
 */
public record Rule(
        String name,
        List<RuleKind> kinds,
        Match match,
        Optional<Match> exclude,
        Map<String, List<ImageExtractor>> imageExtractors,
        List<ContextEntry> context,
        Optional<Conditions> preconditions,
        List<MatchCondition> celPreconditions,
        boolean skipBackgroundRequests,
        Map<String, String> reportProperties,
        List<ImageVerification> verifyImages,
        Value.ObjectValue document) {
    public Rule {
        kinds = List.copyOf(kinds);
        imageExtractors = Map.copyOf(imageExtractors);
        context = List.copyOf(context);
        celPreconditions = List.copyOf(celPreconditions);
        reportProperties = Map.copyOf(reportProperties);
        verifyImages = List.copyOf(verifyImages);
    }

    /** Whether this is a verifyImages rule. */
    public boolean verifiesImages() {
        return kinds.contains(RuleKind.VERIFY_IMAGES);
    }

    /** The same rule with other verifyImages entries; the document stays. */
    public Rule withVerifyImages(List<ImageVerification> entries) {
        return new Rule(
                name,
                kinds,
                match,
                exclude,
                imageExtractors,
                context,
                preconditions,
                celPreconditions,
                skipBackgroundRequests,
                reportProperties,
                entries,
                document);
    }
}
