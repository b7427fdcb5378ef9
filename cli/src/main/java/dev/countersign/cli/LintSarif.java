package dev.countersign.cli;

import dev.countersign.document.Issue;
import dev.countersign.document.JsonText;
import dev.countersign.document.Location;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.policy.check.lint.LintRule;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code lint} found in the Static Analysis Results Interchange Format, 2.1.0 (OASIS). */
final class LintSarif {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    private LintSarif() {}

    static String of(LintRun run) {
        Map<String, String> summaries = new LinkedHashMap<>();
        LintRun.linter().rules().forEach(rule -> summaries.put(rule.code(), rule.summary()));
        run.issues().forEach(issue -> summaries.putIfAbsent(issue.code(), issue.code()));
        List<String> codes = List.copyOf(summaries.keySet());
        List<Value> rules = new ArrayList<>();
        summaries.forEach((code, summary) -> rules.add(
                object("id", Value.of(code), "shortDescription", text(summary), "help", text(LintRule.helpOf(code)))));
        Value driver = object("name", Value.of("countersign"), "rules", new ListValue(rules));
        List<Value> results =
                run.issues().stream().map(issue -> result(issue, codes)).toList();
        Value sarifRun = object(
                "tool",
                object("driver", driver),
                "columnKind",
                Value.of("unicodeCodePoints"),
                "results",
                new ListValue(results));
        return JsonText.inOrder(object(
                "$schema", Value.of(SCHEMA), "version", Value.of("2.1.0"), "runs", new ListValue(List.of(sarifRun))));
    }

    private static Value result(Issue issue, List<String> codes) {
        return object(
                "ruleId",
                Value.of(issue.code()),
                "ruleIndex",
                Value.of(codes.indexOf(issue.code())),
                "level",
                Value.of(issue.severity().name().toLowerCase(Locale.ROOT)),
                "message",
                text(message(issue)),
                "locations",
                new ListValue(List.of(location(issue))));
    }

    private static String message(Issue issue) {
        StringBuilder text = new StringBuilder(issue.message());
        if (!issue.found().isEmpty()) {
            text.append("; found ").append(issue.found());
        }
        if (!issue.expected().isEmpty()) {
            text.append("; expected ").append(issue.expected());
        }
        if (!issue.remedy().isEmpty()) {
            text.append(". ").append(issue.remedy());
        }
        return text.toString();
    }

    private static Value location(Issue issue) {
        Location at = issue.location();
        Map<String, Value> physical = new LinkedHashMap<>();
        physical.put("artifactLocation", object("uri", Value.of(uri(at.source()))));
        if (at.line() > 0 && at.column() > 0) {
            physical.put("region", object("startLine", Value.of(at.line()), "startColumn", Value.of(at.column())));
        }
        Map<String, Value> location = new LinkedHashMap<>();
        location.put("physicalLocation", new ObjectValue(physical));
        if (!issue.path().isEmpty()) {
            location.put(
                    "logicalLocations", new ListValue(List.of(object("fullyQualifiedName", Value.of(issue.path())))));
        }
        return new ObjectValue(location);
    }

    /** A file's name as a relative reference, every character that a URI reserves escaped. */
    private static String uri(String source) {
        try {
            String path = source.replace('\\', '/');
            // A colon in the first segment would read as a scheme.
            boolean ambiguous = path.indexOf(':') >= 0 && !path.startsWith("/");
            return new URI(null, null, ambiguous ? "./" + path : path, null).toASCIIString();
        } catch (URISyntaxException unwritable) {
            return "unknown";
        }
    }

    private static Value text(String text) {
        return object("text", Value.of(text));
    }

    private static ObjectValue object(Object... namesAndValues) {
        Map<String, Value> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], (Value) namesAndValues[i + 1]);
        }
        return new ObjectValue(members);
    }
}
