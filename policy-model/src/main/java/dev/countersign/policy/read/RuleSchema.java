package dev.countersign.policy.read;

import static dev.countersign.policy.read.Schema.field;
import static dev.countersign.policy.read.Schema.flag;
import static dev.countersign.policy.read.Schema.object;
import static dev.countersign.policy.read.Schema.text;
import static dev.countersign.policy.read.Schema.textMap;

import dev.countersign.document.Value;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** One rule. */
final class RuleSchema {
    private static final int MAX_NAME = 63;

    static final Schema.ListOf MATCH_CONDITIONS = new Schema.ListOf(object(
            "MatchCondition",
            field("name", text()).mandatory().always(),
            field("expression", text()).mandatory().always()));

    private static final Schema.MapOf IMAGE_EXTRACTORS = new Schema.MapOf(new Schema.ListOf(object(
            "ImageExtractorConfig",
            field("path", text()).mandatory().always(),
            field("value", text()),
            field("name", text()),
            field("key", text()),
            field("jmesPath", text()))));

    /** {@code kyverno.io/v1}. */
    static final Schema.Node V1 = rule(MatchSchema.V1, new Schema.RawConditions(), VerifyImagesSchema.V1);

    /** {@code kyverno.io/v2beta1}: typed preconditions, and no report properties. */
    static final Schema.Node V2BETA1 = rule(MatchSchema.V2BETA1, ConditionsSchema.NEWER, VerifyImagesSchema.V2BETA1)
            .without("reportProperties");

    private RuleSchema() {}

    private static Schema.Node rule(Schema match, Schema conditions, Schema verifyImages) {
        return object(
                "Rule",
                field("name", new Schema.Text(List.of(), Map.of(), OptionalInt.of(MAX_NAME)))
                        .mandatory()
                        .always(),
                field("context", new Schema.ListOf(ContextSchema.ENTRY)),
                field("reportProperties", textMap()),
                field("match", match).mandatory().always(),
                field("exclude", match),
                field("imageExtractors", IMAGE_EXTRACTORS),
                field("preconditions", conditions),
                field("celPreconditions", MATCH_CONDITIONS),
                field("mutate", OtherRulesSchema.MUTATE).withoutEffect(),
                field("validate", OtherRulesSchema.VALIDATE).withoutEffect(),
                field("generate", OtherRulesSchema.GENERATE).withoutEffect(),
                field("verifyImages", new Schema.ListOf(verifyImages)),
                field("skipBackgroundRequests", flag()).orElse(Value.of(true)).ifPresent());
    }
}
