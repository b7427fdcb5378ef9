package dev.countersign.conformance;

import dev.countersign.conformance.Answer.OfAdmission;
import dev.countersign.conformance.Answer.OfPolicy;
import dev.countersign.conformance.Answer.OfWebhook;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Compares our answer to a case with Kyverno's: everything that {@code expected.json} tells but the count of requests.
 *
 * <p>Where Kyverno crashed, any answer of ours is as good that is neither a pass nor an allowed admission.
 */
final class AnswerComparison {
    private static final String REFUSAL = "an error (Kyverno crashes)";

    private final List<Difference> differences = new ArrayList<>();
    private final Answer kyverno;
    private final Answer ours;

    private AnswerComparison(Answer kyverno, Answer ours) {
        this.kyverno = kyverno;
        this.ours = ours;
    }

    /** The differences in the order of Kyverno's answer; empty when the answers are equal. */
    static List<Difference> compare(Answer kyverno, Answer ours) {
        AnswerComparison comparison = new AnswerComparison(kyverno, ours);
        comparison.compare();
        return comparison.differences;
    }

    private void compare() {
        if (kyverno.timeout()) {
            return;
        }
        if (kyverno.panic().isPresent()) {
            boolean allows = ours.mutating().filter(OfWebhook::allowed).isPresent()
                    && ours.validating().filter(OfWebhook::allowed).isPresent();
            if (allows) {
                status("panic", Value.of(REFUSAL), Value.of("allowed"));
            }
            return;
        }
        load();
        policies();
        mutating();
        validating();
    }

    private void load() {
        if (kyverno.load().isPresent() != ours.load().isPresent()) {
            status(
                    "load.error",
                    text(kyverno.load().map(Answer.Text::text)),
                    text(ours.load().map(Answer.Text::text)));
            return;
        }
        kyverno.load().ifPresent(load -> {
            String mine = ours.load().orElseThrow().text();
            if (!load.unstable()) {
                message("load.error", load.text(), mine);
            }
        });
    }

    private void policies() {
        if (kyverno.policies().size() != ours.policies().size()) {
            status("policies", names(kyverno), names(ours));
        }
        for (int i = 0; i < Math.min(kyverno.policies().size(), ours.policies().size()); i++) {
            policy(
                    "policies[" + i + "]",
                    kyverno.policies().get(i),
                    ours.policies().get(i));
        }
    }

    private static ListValue names(Answer answer) {
        return Value.ofTexts(answer.policies().stream().map(OfPolicy::policy).toList());
    }

    private void policy(String at, OfPolicy kyvernos, OfPolicy mine) {
        equalTexts(at + ".policy", kyvernos.policy(), mine.policy());
        equalTexts(at + ".namespace", kyvernos.namespace(), mine.namespace());
        admission(at + ".admission", kyvernos.admission(), mine.admission());
        if (kyvernos.admission().refused() || mine.admission().refused() || kyvernos.timeout()) {
            return;
        }
        if (kyvernos.panic().isPresent()) {
            boolean passes = java.util.stream.Stream.concat(mine.verify().stream(), mine.validate().stream())
                    .anyMatch(rule -> rule.status().equals("pass"));
            if (passes) {
                status(at + ".panic", Value.of(REFUSAL), Value.of("pass"));
            }
            return;
        }
        RuleComparison rules = new RuleComparison(differences);
        if (!kyvernos.varies().contains("verify")) {
            rules.compare(
                    at + ".verify",
                    kyvernos.verify(),
                    mine.verify(),
                    kyvernos.unordered().contains("verify"));
        }
        if (!kyvernos.varies().contains("patches")) {
            patch(at + ".patches", kyvernos.patches(), mine.patches());
        }
        if (!kyvernos.varies().contains("imageVerifyMetadata")) {
            Value theirs = texts(kyvernos.metadata());
            Value found = texts(mine.metadata());
            if (!theirs.equals(found)) {
                status(at + ".imageVerifyMetadata", theirs, found);
            }
        }
        if (!kyvernos.varies().contains("validate")) {
            rules.compare(
                    at + ".validate",
                    kyvernos.validate(),
                    mine.validate(),
                    kyvernos.unordered().contains("validate"));
        }
    }

    private void admission(String at, OfAdmission kyvernos, OfAdmission mine) {
        if (kyvernos.panic().isPresent()) {
            if (!mine.refused() && ours.load().isEmpty()) {
                status(at + ".panic", Value.of(REFUSAL), Value.of("admitted"));
            }
            return;
        }
        if (kyvernos.error().isPresent() != mine.error().isPresent()) {
            status(at + ".error", text(kyvernos.error()), text(mine.error()));
        } else if (kyvernos.error().isPresent() && !kyvernos.unstable()) {
            message(at + ".error", kyvernos.error().orElseThrow(), mine.error().orElseThrow());
        }
        if (!kyvernos.unstable() || kyvernos.error().isPresent()) {
            warnings(at + ".warnings", kyvernos.warnings(), mine.warnings());
        }
    }

    private void mutating() {
        webhook("mutatingWebhook", kyverno.mutating(), ours.mutating());
        boolean varies =
                kyverno.policies().stream().anyMatch(policy -> !policy.varies().isEmpty());
        if (kyverno.mutating().isPresent() && ours.mutating().isPresent() && !varies) {
            OfWebhook kyvernos = kyverno.mutating().orElseThrow();
            if (kyvernos.panic().isEmpty() && !kyvernos.timeout()) {
                patch(
                        "mutatingWebhook.patch",
                        kyvernos.patch(),
                        ours.mutating().orElseThrow().patch());
            }
        }
    }

    private void validating() {
        boolean askedNothing =
                kyverno.mutating().filter(hook -> hook.panic().isPresent()).isPresent();
        if (!askedNothing) {
            webhook("validatingWebhook", kyverno.validating(), ours.validating());
        }
    }

    private void webhook(String at, Optional<OfWebhook> kyvernos, Optional<OfWebhook> mine) {
        boolean crashed = kyvernos.filter(hook -> hook.panic().isPresent()).isPresent();
        if (crashed) {
            if (mine.filter(OfWebhook::allowed).isPresent()) {
                status(at + ".panic", Value.of(REFUSAL), Value.of("allowed"));
            }
            return;
        }
        if (kyvernos.filter(OfWebhook::timeout).isPresent()) {
            return;
        }
        if (kyvernos.isPresent() != mine.isPresent()) {
            // Where a policy's admission crashed, Kyverno has no webhook to ask and ours may have refused in another
            // way.
            status(at, decision(kyvernos), decision(mine));
            return;
        }
        if (kyvernos.isEmpty() || mine.isEmpty()) {
            return;
        }
        OfWebhook theirs = kyvernos.get();
        OfWebhook found = mine.get();
        if (theirs.allowed() != found.allowed()) {
            status(at + ".allowed", Value.of(theirs.allowed()), Value.of(found.allowed()));
        }
        if (!theirs.unstable()) {
            message(at + ".message", theirs.message(), found.message());
            warnings(at + ".warnings", theirs.warnings(), found.warnings());
        }
    }

    private static Value decision(Optional<OfWebhook> webhook) {
        return webhook.<Value>map(hook -> {
                    Map<String, Value> members = new LinkedHashMap<>();
                    members.put("allowed", Value.of(hook.allowed()));
                    if (!hook.message().isEmpty()) {
                        members.put("message", Value.of(hook.message()));
                    }
                    return new ObjectValue(members);
                })
                .orElse(Value.NULL);
    }

    private void patch(String at, List<Value> kyvernos, List<Value> mine) {
        List<Value> theirs = ordered(kyvernos);
        List<Value> found = ordered(mine);
        if (!Json.same(new ListValue(theirs), new ListValue(found))) {
            differences.add(new Difference(at, new ListValue(theirs), new ListValue(found), Outcome.PATCH));
        }
    }

    /** Replacements stand after all others and are sorted by path, as in the recordings: Kyverno leaves their order to chance. */
    private static List<Value> ordered(List<Value> operations) {
        List<Value> first = new ArrayList<>();
        List<Value> last = new ArrayList<>();
        operations.forEach(operation -> (member(operation, "op").equals("replace") ? last : first).add(operation));
        last.sort(Comparator.comparing(operation -> member(operation, "path")));
        first.addAll(last);
        return first;
    }

    private static String member(Value operation, String name) {
        return operation instanceof ObjectValue object ? object.text(name).orElse("") : "";
    }

    private void warnings(String at, List<String> kyvernos, List<String> mine) {
        boolean same = kyvernos.size() == mine.size();
        for (int i = 0; same && i < mine.size(); i++) {
            same = MessageText.same(kyvernos.get(i), mine.get(i));
        }
        if (!same) {
            differences.add(new Difference(at, Value.ofTexts(kyvernos), Value.ofTexts(mine), Outcome.MESSAGE));
        }
    }

    private void message(String at, String kyvernos, String mine) {
        if (!MessageText.same(kyvernos, mine)) {
            differences.add(new Difference(at, Value.of(kyvernos), Value.of(mine), Outcome.MESSAGE));
        }
    }

    private void equalTexts(String at, String kyvernos, String mine) {
        if (!kyvernos.equals(mine)) {
            status(at, Value.of(kyvernos), Value.of(mine));
        }
    }

    private void status(String at, Value kyvernos, Value mine) {
        differences.add(new Difference(at, kyvernos, mine, Outcome.STATUS));
    }

    private static Value text(Optional<String> text) {
        return text.<Value>map(Value::of).orElse(Value.NULL);
    }

    private static Value texts(Map<String, String> texts) {
        Map<String, Value> members = new LinkedHashMap<>();
        new TreeMap<>(texts).forEach((key, value) -> members.put(key, Value.of(value)));
        return new ObjectValue(members);
    }
}
