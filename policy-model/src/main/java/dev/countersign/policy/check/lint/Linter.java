package dev.countersign.policy.check.lint;

import dev.countersign.document.Issue;
import dev.countersign.policy.Policy;
import java.util.ArrayList;
import java.util.List;

/** Runs lints over policies. Immutable and thread-safe. */
public final class Linter {
    /** No more findings of one lint are told of one policy. */
    public static final int MAX_FINDINGS = 100;

    private static final int SHOWN = 80;

    private final List<Lint> lints;

    /** Runs these lints, in this order. */
    public Linter(List<Lint> lints) {
        this.lints = List.copyOf(lints);
    }

    /** What this linter looks for. */
    public List<LintRule> rules() {
        return lints.stream().map(Lint::rule).toList();
    }

    /** What is found in a policy, lint by lint, each with its place; at most {@link #MAX_FINDINGS} of each lint. */
    public List<Issue> lint(Policy policy) {
        List<Issue> issues = new ArrayList<>();
        for (Lint lint : lints) {
            LintRule rule = lint.rule();
            lint.check(policy).stream()
                    .limit(MAX_FINDINGS)
                    .forEach(finding -> issues.add(issue(policy, rule, finding)));
        }
        return issues;
    }

    private static Issue issue(Policy policy, LintRule rule, LintFinding finding) {
        return new Issue(
                rule.code(),
                rule.severity(),
                policy.locate(finding.path()),
                finding.path(),
                finding.message(),
                shorten(finding.found()),
                finding.expected(),
                finding.remedy());
    }

    /** On one line, and not longer than a line. */
    private static String shorten(String found) {
        String text = found.replaceAll("\\s+", " ");
        return text.codePointCount(0, text.length()) <= SHOWN
                ? text
                : text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "…";
    }
}
