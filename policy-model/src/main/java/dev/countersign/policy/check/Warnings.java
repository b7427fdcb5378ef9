package dev.countersign.policy.check;

import dev.countersign.document.GoText;
import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import dev.countersign.policy.Attestation;
import dev.countersign.policy.Conditions;
import dev.countersign.policy.Conditions.Condition;
import dev.countersign.policy.ImageVerification;
import dev.countersign.policy.KindSelector;
import dev.countersign.policy.Match;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyKind;
import dev.countersign.policy.ResourceFilter;
import dev.countersign.policy.Rule;
import dev.countersign.policy.RuleKind;
import dev.countersign.policy.autogen.AutogenRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What Kyverno says of a policy that it admits. */
final class Warnings {
    private static final Map<String, List<String>> DEPRECATED_OPERATORS =
            Map.of("In", List.of("AllIn", "AnyIn"), "NotIn", List.of("AllNotIn", "AnyNotIn"));

    /** Kyverno warns of other lists than this one, although it generates rules for more controllers. */
    private static final List<String> USUAL_CONTROLLERS =
            List.of("cronjob", "daemonset", "deployment", "job", "statefulset");

    private static final String EXCLUDED_CONTROLLERS =
            "Policies that match Pods apply to all Pods including those created and managed by controllers excluded from"
                    + " autogen. Use preconditions to exclude the Pods managed by controllers which are excluded from"
                    + " autogen. Refer to https://kyverno.io/docs/policy-types/cluster-policy/autogen/ for details.";

    private static final String MIGRATION =
            "; migrate to %s (policies.kyverno.io), see" + " https://kyverno.io/docs/guides/migration-to-cel/";

    private Warnings() {}

    /** That the kind itself is deprecated. */
    static String ofKind(Policy policy) {
        String successors = policy.kind() == PolicyKind.CLUSTER_POLICY
                ? "ValidatingPolicy, MutatingPolicy, GeneratingPolicy or ImageValidatingPolicy"
                : "NamespacedValidatingPolicy and the other namespaced policy types";
        return policy.apiVersion() + " " + policy.kind().kind()
                + " is deprecated and will be removed in a future release" + String.format(MIGRATION, successors);
    }

    /** Every action of the policy, its overrides and its validate rules that is written with a small letter. */
    static List<String> ofFailureActions(Policy policy) {
        List<String> places = new ArrayList<>();
        if (isOldSpelling(policy.spec().validationFailureAction())) {
            places.add("spec.validationFailureAction");
        }
        var overrides = policy.spec().validationFailureActionOverrides();
        for (int i = 0; i < overrides.size(); i++) {
            if (isOldSpelling(overrides.get(i).action())) {
                places.add("spec.validationFailureActionOverrides[" + i + "].action");
            }
        }
        List<Rule> rules = policy.spec().rules();
        for (int i = 0; i < rules.size(); i++) {
            Optional<Value.ObjectValue> validate = rules.get(i).document().object("validate");
            if (validate.isPresent()) {
                ofValidation(validate.get(), "spec.rules[" + i + "].validate", places);
            }
        }
        return places.stream()
                .map(place ->
                        place + ": Validation failure actions enforce/audit are deprecated, use Enforce/Audit instead.")
                .toList();
    }

    private static void ofValidation(Value.ObjectValue validate, String path, List<String> places) {
        if (isOldSpelling(validate.text("failureAction").orElse(""))) {
            places.add(path + ".failureAction");
        }
        if (validate.get("failureActionOverrides").orElse(Value.NULL) instanceof Value.ListValue overrides) {
            for (int i = 0; i < overrides.items().size(); i++) {
                if (overrides.items().get(i) instanceof Value.ObjectValue override
                        && isOldSpelling(override.text("action").orElse(""))) {
                    places.add(path + ".failureActionOverrides[" + i + "].action");
                }
            }
        }
    }

    private static boolean isOldSpelling(String action) {
        return action.equals("audit") || action.equals("enforce");
    }

    /** That a JSON patch changes Pods which a controller owns. */
    static List<String> ofPatch(Rule rule) {
        return rule.match().inline().resources().kinds().contains("Pod")
                        && rule.document()
                                .object("mutate")
                                .flatMap(mutate -> mutate.text("patchesJson6902"))
                                .filter(patch -> !patch.isEmpty())
                                .isPresent()
                ? List.of("Pods managed by workload controllers should not be directly mutated using policies. Use the"
                        + " autogen feature or write policies that match Pod controllers.")
                : List.of();
    }

    /** What a reports controller that was granted nothing lacks: for a validate rule the first kind only. */
    static List<String> ofPermissions(Rule rule) {
        List<String> kinds = kinds(rule.match());
        List<String> missing = new ArrayList<>();
        if (rule.kinds().contains(RuleKind.MUTATE)) {
            missing.addAll(kinds);
        }
        if (rule.kinds().contains(RuleKind.VALIDATE) && !kinds.isEmpty()) {
            missing.add(kinds.get(0));
        }
        return missing.stream()
                .map(kind -> "system:serviceaccount:kyverno:kyverno-reports-controller requires permissions"
                        + " get,list,watch for resource " + kind)
                .toList();
    }

    /** What is said after a rule's entries were checked. */
    static List<String> ofRule(Policy policy, Rule rule) {
        List<String> warnings = new ArrayList<>();
        List<String> kinds = kinds(rule.match());
        if (!kinds.isEmpty()
                && kinds.stream().allMatch(kind -> KindSelector.kindOf(kind).equals("Pod"))
                && excludesControllers(policy)) {
            warnings.add(EXCLUDED_CONTROLLERS);
        }
        List<Attestation> attestations = rule.verifyImages().stream()
                .map(ImageVerification::attestations)
                .flatMap(List::stream)
                .toList();
        for (Attestation attestation : attestations) {
            String type = attestation.predicateType();
            if (!type.isEmpty()) {
                warnings.add("predicateType has been deprecated use 'type: " + type + "' instead of 'predicateType: "
                        + type + "'");
            }
        }
        subresources(rule, warnings);
        for (Attestation attestation : attestations) {
            for (Conditions.AnyAllConditions conditions : attestation.conditions()) {
                conditions.any().ifPresent(any -> operators(any, warnings));
                conditions.all().ifPresent(all -> operators(all, warnings));
            }
        }
        return warnings;
    }

    private static boolean excludesControllers(Policy policy) {
        String controllers = policy.metadata().annotations().get(AutogenRules.ANNOTATION);
        if (controllers == null || controllers.equals("none")) {
            return false;
        }
        return !Arrays.stream(controllers.toLowerCase(Locale.ROOT).split(",", -1))
                .sorted()
                .toList()
                .equals(USUAL_CONTROLLERS);
    }

    /** Kyverno looks for these words in the JSON of {@code validate} without its conditions. */
    private static void subresources(Rule rule, List<String> warnings) {
        boolean validates = rule.verifyImages().stream()
                .flatMap(entry -> entry.validation().stream())
                .anyMatch(validation ->
                        !validation.message().isEmpty() || validation.deny().isPresent());
        if (!validates) {
            return;
        }
        List<String> kinds = new ArrayList<>(kinds(rule.match()));
        rule.exclude().ifPresent(exclude -> kinds.addAll(kinds(exclude)));
        for (ImageVerification entry : rule.verifyImages()) {
            String json = entry.validation()
                    .map(validation -> JsonText.compact(Value.of(validation.message())))
                    .orElse("");
            if (json.contains("replicas") && !anyContains(kinds, "scale")) {
                warnings.add("You are matching on replicas but not including the scale subresource in the policy.");
            }
            if ((json.contains(".status") || json.contains("\"status\":")) && !anyContains(kinds, "status")) {
                warnings.add("You are matching on status but not including the status subresource in the policy.");
            }
        }
    }

    private static boolean anyContains(List<String> kinds, String part) {
        return kinds.stream().anyMatch(kind -> kind.toLowerCase(Locale.ROOT).contains(part));
    }

    private static void operators(List<Condition> conditions, List<String> warnings) {
        for (Condition condition : conditions) {
            List<String> successors = DEPRECATED_OPERATORS.get(condition.operator());
            if (successors != null) {
                warnings.add("Operator " + condition.operator()
                        + " has been deprecated and will be removed soon. Use these instead: "
                        + successors.stream().map(GoText::quote).collect(Collectors.joining(" ", "[", "]")));
            }
        }
    }

    private static List<String> kinds(Match match) {
        List<String> kinds = new ArrayList<>(match.inline().resources().kinds());
        for (ResourceFilter filter : match.all()) {
            kinds.addAll(filter.resources().kinds());
        }
        for (ResourceFilter filter : match.any()) {
            kinds.addAll(filter.resources().kinds());
        }
        return kinds;
    }
}
