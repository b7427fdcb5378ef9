package dev.countersign.conformance;

import dev.countersign.conformance.Answer.OfAdmission;
import dev.countersign.conformance.Answer.OfPolicy;
import dev.countersign.conformance.Answer.OfRule;
import dev.countersign.conformance.Answer.OfWebhook;
import dev.countersign.conformance.Answer.Text;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code expected.json}: Kyverno's answer to a case. */
final class ExpectedFile {
    private ExpectedFile() {}

    static Answer read(String json) {
        ObjectValue root = Json.readObject(json);
        return new Answer(
                root.text("panic"),
                truth(root, "timeout"),
                root.object("load").map(load -> new Text(load.text("error").orElse(""), truth(load, "unstable"))),
                objects(root.list("policies")).map(ExpectedFile::policy).toList(),
                root.object("mutatingWebhook").map(ExpectedFile::webhook),
                root.object("validatingWebhook").map(ExpectedFile::webhook),
                Set.of());
    }

    private static OfPolicy policy(ObjectValue policy) {
        return new OfPolicy(
                policy.text("policy").orElse(""),
                policy.text("namespace").orElse(""),
                policy.object("admission").map(ExpectedFile::admission).orElse(OfAdmission.SILENT),
                policy.text("panic"),
                truth(policy, "timeout"),
                policy.text("error"),
                rules(policy.list("verify")),
                policy.list("patches"),
                policy.texts("imageVerifyMetadata"),
                rules(policy.list("validate")),
                Set.copyOf(texts(policy.list("unordered"))),
                Set.copyOf(texts(policy.list("varies"))),
                Set.of());
    }

    private static OfAdmission admission(ObjectValue admission) {
        return new OfAdmission(
                nonEmpty(admission.text("error")),
                texts(admission.list("warnings")),
                nonEmpty(admission.text("panic")),
                truth(admission, "unstable"));
    }

    private static List<OfRule> rules(List<Value> rules) {
        return objects(rules)
                .map(rule -> new OfRule(
                        rule.text("rule").orElse(""),
                        rule.text("type").orElse(""),
                        rule.text("status").orElse(""),
                        rule.text("message").orElse(""),
                        truth(rule, "unstable")))
                .toList();
    }

    private static OfWebhook webhook(ObjectValue webhook) {
        return new OfWebhook(
                truth(webhook, "allowed"),
                webhook.text("message").orElse(""),
                texts(webhook.list("warnings")),
                webhook.list("patch"),
                nonEmpty(webhook.text("panic")),
                truth(webhook, "timeout"),
                truth(webhook, "unstable"),
                Set.of());
    }

    private static java.util.stream.Stream<ObjectValue> objects(List<Value> values) {
        return values.stream().filter(ObjectValue.class::isInstance).map(ObjectValue.class::cast);
    }

    private static Optional<String> nonEmpty(Optional<String> text) {
        return text.filter(found -> !found.isEmpty());
    }

    private static boolean truth(ObjectValue object, String name) {
        return object.get(name).map(Value.of(true)::equals).orElse(false);
    }

    private static List<String> texts(List<Value> values) {
        return values.stream()
                .filter(Value.StringValue.class::isInstance)
                .map(value -> ((Value.StringValue) value).value())
                .toList();
    }
}
