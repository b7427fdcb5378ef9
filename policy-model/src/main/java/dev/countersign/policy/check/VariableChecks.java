package dev.countersign.policy.check;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import dev.countersign.policy.ImageVerification;
import dev.countersign.policy.MatchCondition;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Rule;
import dev.countersign.policy.WebhookConfiguration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where {@code {{ }}} variables may stand, as far as their text tells; {@link RuleVariables} looks at their names. */
final class VariableChecks {
    /** A variable that no backslash escapes. */
    static final Pattern VARIABLE = Pattern.compile("(?:^|[^\\\\])(\\{\\{(?:\\{[^{}]*\\}|[^{}])*\\}\\})");

    /** Another notion of a variable, which Kyverno has for match and exclude. */
    private static final Pattern ANY_VARIABLE = Pattern.compile("\\{\\{[^{}]*\\}\\}");

    private static final List<Pattern> OF_USERS = List.of(
            Pattern.compile("[^\\.](serviceAccountName)\\b"),
            Pattern.compile("[^\\.](serviceAccountNamespace)\\b"),
            Pattern.compile("[^\\.](request.userInfo)\\b"),
            Pattern.compile("[^\\.](request.roles)\\b"),
            Pattern.compile("[^\\.](request.clusterRoles)\\b"));

    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private VariableChecks() {}

    /** A background scan knows no user, so its policies may not ask for one. */
    static void background(Policy policy) throws PolicyRefused {
        boolean mutatesExisting = policy.spec().rules().stream().anyMatch(rule -> !rule.document()
                .object("mutate")
                .orElse(Value.EMPTY_OBJECT)
                .list("targets")
                .isEmpty());
        if (mutatesExisting) {
            return;
        }
        Matcher variables = VARIABLE.matcher(json(policy));
        while (variables.find()) {
            String variable = variables.group(1);
            if (OF_USERS.stream().anyMatch(pattern -> pattern.matcher(variable).find())) {
                throw new PolicyRefused(
                        "only select variables are allowed in background mode. Set spec.background=false to disable"
                                + " background mode for this policy rule: variable " + variable + " is not allowed ",
                        List.of(new PolicyRefused.Reason(
                                "spec.background",
                                "a background scan knows no user, so " + variable
                                        + " has no value; set spec.background to false")));
            }
        }
    }

    /** No variables in match, exclude and image references. */
    static void places(Rule rule, String path) throws PolicyRefused {
        if (hasVariable(rule, "exclude")) {
            throw misplaced(rule, path + ".exclude", "exclude");
        }
        if (hasVariable(rule, "match")) {
            throw misplaced(rule, path + ".match", "match");
        }
        for (int i = 0; i < rule.verifyImages().size(); i++) {
            ImageVerification entry = rule.verifyImages().get(i);
            List<String> references = new ArrayList<>(entry.imageReferences());
            references.add(entry.image());
            if (references.stream()
                    .anyMatch(reference -> VARIABLE.matcher(reference).find())) {
                throw misplaced(rule, path + ".verifyImages[" + i + "].imageReferences", "image reference");
            }
        }
    }

    private static boolean hasVariable(Rule rule, String block) {
        return rule.document()
                .get(block)
                .map(JsonText::inOrder)
                .filter(json -> ANY_VARIABLE.matcher(json).find())
                .isPresent();
    }

    private static PolicyRefused misplaced(Rule rule, String path, String section) {
        String message = "rule \"" + rule.name() + "\" should not have variables in " + section + " section";
        return new PolicyRefused(
                "policy contains invalid variables: " + message, List.of(new PolicyRefused.Reason(path, message)));
    }

    /** Everything of the policy that may hold a variable, in the order in which Go writes it. */
    private static String json(Policy policy) {
        StringBuilder json = new StringBuilder();
        Map<String, String> annotations = new LinkedHashMap<>(policy.metadata().annotations());
        annotations.remove(LAST_APPLIED);
        json.append(texts(annotations)).append(texts(policy.metadata().labels()));
        policy.spec().rules().forEach(rule -> json.append(',').append(JsonText.inOrder(rule.document())));
        policy.spec().webhookConfiguration().map(WebhookConfiguration::matchConditions).orElse(List.of()).stream()
                .map(MatchCondition::expression)
                .forEach(expression -> json.append(',').append(JsonText.string(expression)));
        return json.toString();
    }

    private static String texts(Map<String, String> texts) {
        Map<String, Value> values = new LinkedHashMap<>();
        texts.forEach((key, text) -> values.put(key, Value.of(text)));
        return JsonText.compact(new Value.ObjectValue(values));
    }
}
