package dev.countersign.policy.check;

import dev.countersign.document.Located;
import dev.countersign.document.Value;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyKind;
import dev.countersign.policy.PolicySpec;
import dev.countersign.policy.Rule;
import dev.countersign.policy.RuleKind;
import dev.countersign.policy.WebhookConfiguration;
import dev.countersign.policy.autogen.AutogenRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** The checks of a policy's fields that Kyverno collects and reports together: {@code ClusterPolicy.Validate}. */
final class SpecChecks {
    private static final int MAX_NAME = 63;
    private static final int MIN_TIMEOUT = 1;
    private static final int MAX_TIMEOUT = 30;
    private static final String TIMEOUT_DETAIL = "the timeout value must be between 1 and 30 seconds";

    private SpecChecks() {}

    static List<FieldError> check(Policy policy, Set<String> clusterKinds) {
        List<FieldError> errors = new ArrayList<>();
        if ("all".equals(policy.metadata().annotations().get(AutogenRules.ANNOTATION))) {
            errors.add(FieldError.forbidden(
                    "metadata.annotations",
                    "Autogen annotation does not support 'all' anymore, remove the annotation or set it to a valid"
                            + " value"));
        }
        if (policy.name().length() > MAX_NAME) {
            errors.add(new FieldError("name", "Too long", "", "may not be more than 63 bytes"));
        }
        PolicySpec spec = policy.spec();
        OptionalInt timeout = spec.webhookConfiguration()
                .map(WebhookConfiguration::timeoutSeconds)
                .orElse(OptionalInt.empty());
        if (spec.webhookTimeoutSeconds().isPresent() && timeout.isPresent()) {
            errors.add(FieldError.forbidden(
                    "spec.webhookTimeoutSeconds",
                    "remove the deprecated field and use spec.webhookConfiguration.timeoutSeconds instead"));
        }
        if (spec.failurePolicy().isPresent()
                && spec.webhookConfiguration()
                        .flatMap(WebhookConfiguration::failurePolicy)
                        .isPresent()) {
            errors.add(FieldError.forbidden(
                    "spec.failurePolicy",
                    "remove the deprecated field and use spec.webhookConfiguration.failurePolicy instead"));
        }
        if (states(policy, "generateExistingOnPolicyUpdate")) {
            errors.add(FieldError.forbidden(
                    "spec.generateExistingOnPolicyUpdate",
                    "remove the deprecated field and use spec.generate[*].generateExisting instead"));
        }
        timeout(spec.webhookTimeoutSeconds(), "spec.webhookTimeoutSeconds", errors);
        timeout(timeout, "spec.webhookConfiguration.timeoutSeconds", errors);
        rules(policy, clusterKinds, errors);
        if (policy.kind() == PolicyKind.POLICY
                && !spec.validationFailureActionOverrides().isEmpty()) {
            errors.add(FieldError.forbidden(
                    "spec.validationFailureActionOverrides",
                    "Use of validationFailureActionOverrides is supported only with ClusterPolicy"));
        }
        return errors;
    }

    /** Whether the policy as read has a member in its spec; one that is null counts as absent. */
    private static boolean states(Policy policy, String name) {
        return policy.source()
                .get("spec")
                .map(Located::value)
                .filter(Value.ObjectValue.class::isInstance)
                .map(Value.ObjectValue.class::cast)
                .flatMap(spec -> spec.get(name))
                .filter(value -> !(value instanceof Value.NullValue))
                .isPresent();
    }

    private static void timeout(OptionalInt seconds, String path, List<FieldError> errors) {
        if (seconds.isPresent() && (seconds.getAsInt() < MIN_TIMEOUT || seconds.getAsInt() > MAX_TIMEOUT)) {
            errors.add(FieldError.invalid(path, Value.of((long) seconds.getAsInt()), TIMEOUT_DETAIL));
        }
    }

    private static void rules(Policy policy, Set<String> clusterKinds, List<FieldError> errors) {
        List<Rule> rules = policy.spec().rules();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < rules.size(); i++) {
            if (!names.add(rules.get(i).name())) {
                errors.add(FieldError.invalid(
                        rulePath(i) + ".name",
                        rules.get(i).document(),
                        "Duplicate rule name: '" + rules.get(i).name() + "'"));
            }
        }
        MatchChecks matches = new MatchChecks(policy.kind() == PolicyKind.POLICY, clusterKinds);
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            String path = rulePath(i);
            operations(rule, path, errors);
            if (EmptySet.isEmpty(rule)) {
                errors.add(FieldError.invalid(path, rule.document(), "Rule is matching an empty set"));
            }
            errors.addAll(matches.check(rule.match(), block(rule, "match"), path + ".match"));
            rule.exclude()
                    .ifPresent(exclude ->
                            errors.addAll(matches.check(exclude, block(rule, "exclude"), path + ".exclude")));
        }
    }

    private static void operations(Rule rule, String path, List<FieldError> errors) {
        if (rule.kinds().isEmpty()) {
            errors.add(FieldError.invalid(
                    path,
                    rule.document(),
                    "No operation defined in the rule '" + rule.name()
                            + "'.(supported operations: mutate,validate,generate,verifyImages)"));
        } else if (rule.kinds().size() > 1) {
            errors.add(FieldError.invalid(
                    path,
                    rule.document(),
                    "Multiple operations defined in the rule '" + rule.name()
                            + "', only one operation (mutate,validate,generate,verifyImages) is allowed per rule"));
        }
        if (rule.document().object("imageExtractors").isPresent()
                && !rule.kinds().contains(RuleKind.VERIFY_IMAGES)) {
            errors.add(FieldError.invalid(
                    path + ".imageExtractors",
                    rule.document(),
                    "Invalid rule spec for rule '" + rule.name()
                            + "', imageExtractors can only be defined for verifyImages rule"));
        }
    }

    private static Value.ObjectValue block(Rule rule, String member) {
        return rule.document().object(member).orElse(Value.EMPTY_OBJECT);
    }

    private static String rulePath(int index) {
        return "spec.rules[" + index + "]";
    }
}
