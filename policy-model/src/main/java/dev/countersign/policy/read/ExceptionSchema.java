package dev.countersign.policy.read;

import static dev.countersign.policy.read.Schema.any;
import static dev.countersign.policy.read.Schema.field;
import static dev.countersign.policy.read.Schema.flag;
import static dev.countersign.policy.read.Schema.object;
import static dev.countersign.policy.read.Schema.text;
import static dev.countersign.policy.read.Schema.texts;

/** PolicyException, alike in {@code kyverno.io/v2} and {@code kyverno.io/v2beta1}. */
final class ExceptionSchema {
    static final Schema.Node EXCEPTION = PolicySchema.resource(object(
            "PolicyExceptionSpec",
            field("background", flag()).ifPresent(),
            field("match", MatchSchema.V2BETA1).mandatory().always(),
            field("conditions", ConditionsSchema.NEWER),
            field(
                            "exceptions",
                            new Schema.ListOf(object(
                                    "Exception",
                                    field("policyName", text()).mandatory().always(),
                                    field("ruleNames", texts()).mandatory().always())))
                    .mandatory()
                    .always(),
            field("podSecurity", any()).withoutEffect()));

    private ExceptionSchema() {}
}
