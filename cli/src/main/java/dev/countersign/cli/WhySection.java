package dev.countersign.cli;

import dev.countersign.engine.ImageResult;
import dev.countersign.engine.RuleResponse;
import dev.countersign.engine.RuleStatus;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Rule;
import dev.countersign.verify.Reason;
import dev.countersign.verify.Verdict;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Our own reasons behind Kyverno's text: for each rule that failed or erred the place in the policy, what was found, and the mend. */
final class WhySection {
    private WhySection() {}

    /** The section; empty when there is nothing to tell. */
    static String of(List<AppliedPolicy> applied) {
        Set<String> entries = new LinkedHashSet<>();
        for (AppliedPolicy policy : applied) {
            for (RuleResponse rule : policy.rules()) {
                String entry = entry(policy, rule);
                if (!entry.isEmpty()) {
                    entries.add(entry);
                }
            }
        }
        return entries.isEmpty() ? "" : "\nWhy:\n" + String.join("", entries);
    }

    private static String entry(AppliedPolicy policy, RuleResponse rule) {
        boolean failed = rule.status() == RuleStatus.FAIL || rule.status() == RuleStatus.ERROR;
        StringBuilder text = new StringBuilder();
        if (failed) {
            rule.images().forEach(image -> image(text, policy.policy(), rule, image));
        }
        Set<String> divergences = numbers(policy, rule);
        if (!divergences.isEmpty()) {
            text.append("  differs from Kyverno on purpose: ")
                    .append(String.join(", ", divergences))
                    .append(" (docs/divergences.md)\n");
        }
        return text.isEmpty()
                ? ""
                : policy.policy().key() + "/" + rule.rule() + " on " + policy.resource() + "\n" + text;
    }

    private static Set<String> numbers(AppliedPolicy policy, RuleResponse rule) {
        Set<String> numbers = new TreeSet<>(rule.divergences());
        rule.images().forEach(image -> numbers.addAll(image.verdict().divergences()));
        if (rule.status() == RuleStatus.PASS) {
            numbers.addAll(policy.divergences());
        }
        return numbers;
    }

    private static void image(StringBuilder text, Policy policy, RuleResponse rule, ImageResult image) {
        if (!(image.verdict() instanceof Verdict.NotVerified verdict)) {
            return;
        }
        for (Reason reason : verdict.reasons()) {
            String path = path(policy, rule.rule(), image.entry(), reason.place());
            text.append("  ")
                    .append(policy.locate(path))
                    .append(": ")
                    .append(reason.code())
                    .append(": ")
                    .append(image.image())
                    .append(": ")
                    .append(reason.message())
                    .append('\n');
            line(text, "at", path);
            line(text, "found", reason.found());
            line(text, "expected", reason.expected());
            line(text, "do", reason.remedy());
        }
    }

    private static void line(StringBuilder text, String name, String content) {
        if (!content.isEmpty()) {
            text.append("    ")
                    .append(name)
                    .append(": ")
                    .append(content.replace("\n", "\n      "))
                    .append('\n');
        }
    }

    /** The path of an entry in the policy's document; a generated rule stands where the rule stands that it was made of. */
    private static String path(Policy policy, String rule, int entry, String place) {
        List<Rule> rules = policy.spec().rules();
        for (int i = 0; i < rules.size(); i++) {
            String name = rules.get(i).name();
            if (rule.equals(name) || rule.equals("autogen-" + name) || rule.equals("autogen-cronjob-" + name)) {
                return "spec.rules[" + i + "].verifyImages[" + entry + "]" + place;
            }
        }
        return "spec.rules";
    }
}
