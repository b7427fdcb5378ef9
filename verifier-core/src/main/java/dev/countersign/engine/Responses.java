package dev.countersign.engine;

import dev.countersign.engine.match.MatchConditions;
import java.util.ArrayList;
import java.util.List;

/** Rule responses of the verify and validate phases. */
final class Responses {
    private Responses() {}

    /** A response without a verdict; the type is ImageVerify. */
    static RuleResponse of(String rule, RuleStatus status, String message, boolean warn) {
        return new RuleResponse(rule, RuleType.IMAGE_VERIFY, status, message, warn, List.of(), List.of(), false);
    }

    /** A response with the verdict behind it. Whatever is not passed becomes a warning where it does not block. */
    static RuleResponse of(String rule, RuleStatus status, String message, ImageResult result) {
        return new RuleResponse(
                rule,
                RuleType.IMAGE_VERIFY,
                status,
                message,
                status != RuleStatus.PASS,
                List.of(result),
                result.verdict().divergences(),
                false);
    }

    /** The rule cannot be answered, and blocks whatever the policy says of failures and errors. */
    static RuleResponse blocking(String rule, RuleType type, String message, List<String> divergences) {
        return new RuleResponse(rule, type, RuleStatus.ERROR, message, true, List.of(), divergences, true);
    }

    /** The responses of a policy, resting on what the decision to ask the policy rests on. */
    static List<RuleResponse> asked(MatchConditions.Asked asked, List<RuleResponse> responses) {
        if (!(asked instanceof MatchConditions.Asked.Yes yes)
                || yes.divergences().isEmpty()) {
            return responses;
        }
        List<RuleResponse> numbered = new ArrayList<>(responses);
        yes.divergences().forEach(number -> numbered.replaceAll(response -> response.resting(number)));
        return numbered;
    }
}
