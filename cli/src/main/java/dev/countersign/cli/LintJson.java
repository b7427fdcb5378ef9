package dev.countersign.cli;

import dev.countersign.document.Issue;
import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import dev.countersign.policy.check.lint.LintRule;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What {@code lint} found as one JSON object. */
final class LintJson {
    private LintJson() {}

    static String of(LintRun run) {
        Map<String, Value> counts = new LinkedHashMap<>();
        counts.put("policies", Value.of(run.policies()));
        counts.put("errors", Value.of(run.errors()));
        counts.put("warnings", Value.of(run.warnings()));
        Map<String, Value> root = new LinkedHashMap<>();
        root.put(
                "findings",
                new Value.ListValue(run.issues().stream().map(LintJson::finding).toList()));
        root.put("counts", new Value.ObjectValue(counts));
        return JsonText.inOrder(new Value.ObjectValue(root));
    }

    private static Value finding(Issue issue) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("code", Value.of(issue.code()));
        members.put("severity", Value.of(issue.severity().name().toLowerCase(Locale.ROOT)));
        members.put("file", Value.of(issue.location().source()));
        members.put("line", Value.of(issue.location().line()));
        members.put("column", Value.of(issue.location().column()));
        members.put("path", Value.of(issue.path()));
        members.put("message", Value.of(issue.message()));
        members.put("found", Value.of(issue.found()));
        members.put("expected", Value.of(issue.expected()));
        members.put("remedy", Value.of(issue.remedy()));
        members.put("help", Value.of(LintRule.helpOf(issue.code())));
        return new Value.ObjectValue(members);
    }
}
