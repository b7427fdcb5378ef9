package dev.countersign.engine;

import dev.countersign.admission.AdmissionAnswer;
import dev.countersign.admission.AdmissionRequest;
import dev.countersign.admission.DenialText;
import dev.countersign.admission.PatchOperation;
import dev.countersign.policy.FailureAction;
import dev.countersign.policy.FailurePolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes one webhook's answer of what its policies said (Kyverno spec 9). Whether an error blocks is decided by the failure policy of
 * the whole webhook; a rule that could not take into account something that it states blocks always.
 */
final class Webhook {
    private Webhook() {}

    /**
     * The answer, and what the policies said, with the numbers of the divergences that the answer rests on.
     *
     * @param request what was asked
     * @param failurePolicy of the webhook
     * @param actions what failed rules do
     * @param responses of its policies; those without a rule that answered do not count
     * @param patch what the webhook changes when it allows
     */
    static PhaseDecision answer(
            AdmissionRequest request,
            FailurePolicy failurePolicy,
            FailureActions actions,
            List<PolicyResponse> responses,
            List<PatchOperation> patch) {
        boolean blocked = false;
        List<PolicyResponse> numbered = new ArrayList<>();
        for (PolicyResponse response : responses) {
            List<RuleResponse> rules = new ArrayList<>();
            for (RuleResponse rule : response.rules()) {
                FailureActions.Decision action = actions.of(response.policy(), rule.rule());
                boolean enforced = rule.status() == RuleStatus.FAIL && action.action() == FailureAction.ENFORCE;
                blocked |= rule.blocks()
                        || enforced
                        || (rule.status() == RuleStatus.ERROR && failurePolicy == FailurePolicy.FAIL);
                rules.add(
                        enforced && action.ignoredByKyverno() ? rule.resting(FailureActions.OVERRIDE_BY_LABELS) : rule);
            }
            numbered.add(new PolicyResponse(response.policy(), rules, response.patches(), response.metadata()));
        }
        AdmissionAnswer answer = blocked
                ? new AdmissionAnswer(false, message(request, responses), List.of(), List.of())
                : new AdmissionAnswer(true, "", warnings(responses), patch);
        return new PhaseDecision(answer, numbered);
    }

    private static String message(AdmissionRequest request, List<PolicyResponse> responses) {
        List<DenialText.PolicyFailures> failures = new ArrayList<>();
        for (PolicyResponse response : responses) {
            Map<String, String> messages = new LinkedHashMap<>();
            for (RuleResponse rule : response.rules()) {
                if (rule.status() == RuleStatus.FAIL || rule.status() == RuleStatus.ERROR) {
                    messages.put(rule.rule(), rule.message());
                }
            }
            if (!messages.isEmpty()) {
                failures.add(new DenialText.PolicyFailures(response.policy().name(), messages));
            }
        }
        return DenialText.of(request.kind().kind(), request.namespace(), request.name(), failures);
    }

    private static List<String> warnings(List<PolicyResponse> responses) {
        List<String> warnings = new ArrayList<>();
        for (PolicyResponse response : responses) {
            for (RuleResponse rule : response.rules()) {
                if (rule.warn()) {
                    warnings.add("policy " + response.policy().name() + "." + rule.rule() + ": " + rule.message());
                }
            }
        }
        return warnings;
    }
}
