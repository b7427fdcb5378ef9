package dev.countersign.policy.read;

import static dev.countersign.policy.read.Schema.any;
import static dev.countersign.policy.read.Schema.field;
import static dev.countersign.policy.read.Schema.flag;
import static dev.countersign.policy.read.Schema.object;
import static dev.countersign.policy.read.Schema.oneOf;
import static dev.countersign.policy.read.Schema.text;

import dev.countersign.document.Value;

/** {@code mutate}, {@code validate} and {@code generate}: their fields are known, their contents are not looked at. */
final class OtherRulesSchema {
    static final Schema.Node MUTATE = object(
            "Mutation",
            field("mutateExistingOnPolicyUpdate", flag()).ifPresent(),
            field("targets", any()),
            field("patchStrategicMerge", any()),
            field("patchesJson6902", text()),
            field("foreach", any()));

    static final Schema.Node VALIDATE = object(
            "Validation",
            field("failureAction", oneOf("Audit", "Enforce")),
            field("failureActionOverrides", any()),
            field("allowExistingViolations", flag()).orElse(Value.of(true)).ifPresent(),
            field("message", text()),
            field("manifests", any()),
            field("foreach", any()),
            field("pattern", any()),
            field("anyPattern", any()),
            field("deny", any()),
            field("podSecurity", any()),
            field("cel", any()),
            field("assert", any()));

    static final Schema GENERATE = any();

    private OtherRulesSchema() {}
}
