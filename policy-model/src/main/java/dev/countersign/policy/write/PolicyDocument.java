package dev.countersign.policy.write;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.policy.ApplyRules;
import dev.countersign.policy.FailureActionOverride;
import dev.countersign.policy.FailurePolicy;
import dev.countersign.policy.LabelSelector;
import dev.countersign.policy.ObjectMetadata;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicySpec;
import dev.countersign.policy.WebhookConfiguration;
import java.util.List;

/** A policy as the document that it would be read from. */
final class PolicyDocument {
    private PolicyDocument() {}

    static ObjectValue of(Policy policy) {
        Members document = new Members();
        document.text("apiVersion", policy.apiVersion());
        document.text("kind", policy.kind().kind());
        document.put("metadata", metadata(policy.metadata()));
        document.put("spec", spec(policy.spec()));
        return document.object();
    }

    private static ObjectValue metadata(ObjectMetadata metadata) {
        Members members = new Members();
        members.text("name", metadata.name());
        members.text("namespace", metadata.namespace());
        members.texts("labels", metadata.labels());
        members.texts("annotations", metadata.annotations());
        return members.object();
    }

    private static ObjectValue spec(PolicySpec spec) {
        Members members = new Members();
        if (spec.applyRules() == ApplyRules.ONE) {
            members.text("applyRules", "One");
        }
        spec.failurePolicy().ifPresent(policy -> members.text("failurePolicy", text(policy)));
        if (!spec.validationFailureAction().equals("Audit")) {
            members.text("validationFailureAction", spec.validationFailureAction());
        }
        members.list(
                "validationFailureActionOverrides",
                spec.validationFailureActionOverrides().stream()
                        .map(PolicyDocument::override)
                        .toList());
        members.flag("emitWarning", spec.emitWarning(), false);
        members.flag("admission", spec.admission(), true);
        members.flag("background", spec.background(), true);
        spec.webhookTimeoutSeconds()
                .ifPresent(seconds -> members.put("webhookTimeoutSeconds", Value.of((long) seconds)));
        spec.webhookConfiguration().ifPresent(webhook -> members.put("webhookConfiguration", webhook(webhook)));
        members.list("rules", spec.rules().stream().map(RuleDocument::of).toList());
        return members.object();
    }

    private static Value override(FailureActionOverride override) {
        Members members = new Members();
        members.text("action", override.action());
        override.namespaces().ifPresent(namespaces -> members.put("namespaces", Value.ofTexts(namespaces)));
        override.namespaceSelector().ifPresent(selector -> members.put("namespaceSelector", selector(selector)));
        return members.object();
    }

    private static Value selector(LabelSelector selector) {
        Members members = new Members();
        members.texts("matchLabels", selector.matchLabels());
        members.list(
                "matchExpressions",
                selector.matchExpressions().stream()
                        .map(requirement -> {
                            Members stated = new Members();
                            stated.put("key", Value.of(requirement.key()));
                            stated.put("operator", Value.of(requirement.operator()));
                            stated.list(
                                    "values",
                                    List.copyOf(
                                            Value.ofTexts(requirement.values()).items()));
                            return (Value) stated.object();
                        })
                        .toList());
        return members.object();
    }

    private static Value webhook(WebhookConfiguration webhook) {
        Members members = new Members();
        webhook.failurePolicy().ifPresent(policy -> members.text("failurePolicy", text(policy)));
        webhook.timeoutSeconds().ifPresent(seconds -> members.put("timeoutSeconds", Value.of((long) seconds)));
        members.list(
                "matchConditions",
                webhook.matchConditions().stream()
                        .map(condition -> {
                            Members stated = new Members();
                            stated.put("name", Value.of(condition.name()));
                            stated.put("expression", Value.of(condition.expression()));
                            return (Value) stated.object();
                        })
                        .toList());
        return members.object();
    }

    private static String text(FailurePolicy policy) {
        return policy == FailurePolicy.IGNORE ? "Ignore" : "Fail";
    }
}
