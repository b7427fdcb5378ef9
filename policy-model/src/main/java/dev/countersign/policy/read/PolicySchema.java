package dev.countersign.policy.read;

import static dev.countersign.policy.read.Schema.any;
import static dev.countersign.policy.read.Schema.field;
import static dev.countersign.policy.read.Schema.flag;
import static dev.countersign.policy.read.Schema.object;
import static dev.countersign.policy.read.Schema.oneOf;
import static dev.countersign.policy.read.Schema.text;
import static dev.countersign.policy.read.Schema.texts;

import dev.countersign.document.Value;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** ClusterPolicy and Policy. */
final class PolicySchema {
    private static final String WEBHOOK = "Write it below webhookConfiguration";
    private static final String GENERATE = "Write generateExisting below generate";
    private static final Schema.Whole SECONDS = new Schema.Whole(OptionalLong.empty(), "int32");
    private static final Schema.Text FAILURE_POLICY = oneOf("Ignore", "Fail");

    private static final Schema.Text ACTION = new Schema.Text(
            List.of("audit", "enforce", "Audit", "Enforce"),
            Map.of("audit", "Use Audit", "enforce", "Use Enforce"),
            OptionalInt.empty());

    /** {@code kyverno.io/v1}. */
    static final Schema.Node V1 = policy(RuleSchema.V1);

    /** {@code kyverno.io/v2beta1}. */
    static final Schema.Node V2BETA1 = policy(RuleSchema.V2BETA1);

    private PolicySchema() {}

    /** A Kubernetes object with that {@code spec}; its metadata are checked apart. */
    static Schema.Node resource(Schema spec) {
        return object(
                "Resource",
                field("apiVersion", text()),
                field("kind", text()),
                field("metadata", any()),
                field("spec", spec).mandatory(),
                field("status", any()).withoutEffect());
    }

    private static Schema.Node policy(Schema rule) {
        return resource(object(
                "Spec",
                field("rules", new Schema.ListOf(rule)),
                field("applyRules", oneOf("All", "One")).ifPresent(),
                field("failurePolicy", FAILURE_POLICY).ifPresent().deprecated(WEBHOOK),
                field("validationFailureAction", ACTION)
                        .orElse(Value.of("Audit"))
                        .deprecated("Write failureAction in each entry of verifyImages"),
                field(
                                "validationFailureActionOverrides",
                                new Schema.ListOf(object(
                                        "ValidationFailureActionOverride",
                                        field("action", ACTION),
                                        field("namespaces", texts()),
                                        field("namespaceSelector", MatchSchema.SELECTOR))))
                        .deprecated(
                                "Write failureAction in each entry of verifyImages, or a policy of its own for those namespaces"),
                field("emitWarning", flag()).orElse(Value.of(false)).ifPresent(),
                field("admission", flag()).orElse(Value.of(true)).ifPresent(),
                field("background", flag()).orElse(Value.of(true)).ifPresent(),
                field("schemaValidation", flag()).ifPresent().withoutEffect().deprecated("Remove it; it has no effect"),
                field("webhookTimeoutSeconds", SECONDS).deprecated("Write webhookConfiguration.timeoutSeconds"),
                field("mutateExistingOnPolicyUpdate", flag())
                        .withoutEffect()
                        .deprecated("Write mutateExistingOnPolicyUpdate below mutate"),
                field("generateExistingOnPolicyUpdate", flag())
                        .ifPresent()
                        .withoutEffect()
                        .deprecated(GENERATE),
                field("generateExisting", flag()).withoutEffect().deprecated(GENERATE),
                field("useServerSideApply", flag()).withoutEffect(),
                field(
                        "webhookConfiguration",
                        object(
                                "WebhookConfiguration",
                                field("failurePolicy", FAILURE_POLICY).ifPresent(),
                                field("timeoutSeconds", SECONDS),
                                field("matchConditions", RuleSchema.MATCH_CONDITIONS)))));
    }
}
