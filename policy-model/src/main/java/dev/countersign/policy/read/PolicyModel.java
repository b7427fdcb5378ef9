package dev.countersign.policy.read;

import dev.countersign.document.Located;
import dev.countersign.document.Value;
import dev.countersign.policy.ApplyRules;
import dev.countersign.policy.FailureActionOverride;
import dev.countersign.policy.FailurePolicy;
import dev.countersign.policy.Match;
import dev.countersign.policy.ObjectMetadata;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyException;
import dev.countersign.policy.PolicyKind;
import dev.countersign.policy.PolicySpec;
import dev.countersign.policy.ResourceFilter;
import dev.countersign.policy.WebhookConfiguration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Checked documents to the model. */
final class PolicyModel {
    private static final String DEFAULT_NAMESPACE = "default";

    private PolicyModel() {}

    /**
     * A policy.
     *
     * @param checked the document with its defaults
     * @param rule the schema of its rules
     */
    static Policy policy(
            PolicyKind kind,
            String apiVersion,
            ObjectMetadata metadata,
            Value.ObjectValue checked,
            Schema.Node rule,
            Located.LocatedObject source) {
        return new Policy(kind, apiVersion, placed(kind, metadata), spec(specOf(checked), rule), source);
    }

    /** An exception. */
    static PolicyException exception(
            String apiVersion, ObjectMetadata metadata, Value.ObjectValue checked, Located.LocatedObject source) {
        Members spec = specOf(checked);
        return new PolicyException(
                apiVersion,
                metadata,
                spec.flag("background", true),
                spec.object("match", MatchModel::match)
                        .orElseGet(() -> new Match(List.of(), List.of(), ResourceFilter.EMPTY)),
                spec.object("conditions", ConditionsModel::anyAll),
                spec.objects(
                        "exceptions",
                        excepted -> new PolicyException.ExceptedRules(
                                excepted.text("policyName"), excepted.texts("ruleNames"))),
                source);
    }

    private static ObjectMetadata placed(PolicyKind kind, ObjectMetadata metadata) {
        return kind == PolicyKind.POLICY && metadata.namespace().isEmpty()
                ? new ObjectMetadata(metadata.name(), DEFAULT_NAMESPACE, metadata.labels(), metadata.annotations())
                : metadata;
    }

    private static Members specOf(Value.ObjectValue checked) {
        return new Members(checked.object("spec").orElse(Value.EMPTY_OBJECT));
    }

    private static PolicySpec spec(Members spec, Schema.Node rule) {
        return new PolicySpec(
                spec.objects("rules", found -> RuleModel.rule(found, rule)),
                spec.text("applyRules").equals("One") ? ApplyRules.ONE : ApplyRules.ALL,
                failurePolicy(spec),
                spec.text("validationFailureAction"),
                spec.objects(
                        "validationFailureActionOverrides",
                        found -> new FailureActionOverride(
                                found.text("action"),
                                found.any("namespaces").map(stated -> found.texts("namespaces")),
                                found.object("namespaceSelector", MatchModel::selector))),
                spec.flag("admission", true),
                spec.flag("background", true),
                spec.flag("emitWarning", false),
                seconds(spec, "webhookTimeoutSeconds"),
                spec.object(
                        "webhookConfiguration",
                        found -> new WebhookConfiguration(
                                failurePolicy(found),
                                seconds(found, "timeoutSeconds"),
                                found.objects("matchConditions", RuleModel::matchCondition))));
    }

    private static Optional<FailurePolicy> failurePolicy(Members members) {
        return members.optionalText("failurePolicy")
                .map(text -> text.equals("Ignore") ? FailurePolicy.IGNORE : FailurePolicy.FAIL);
    }

    private static OptionalInt seconds(Members members, String name) {
        return members.whole(name)
                .map(seconds -> OptionalInt.of(seconds.intValue()))
                .orElseGet(OptionalInt::empty);
    }
}
