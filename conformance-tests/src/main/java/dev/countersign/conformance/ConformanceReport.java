package dev.countersign.conformance;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How a corpus came out. Immutable.
 *
 * @param results one a case and one a line of a table; cases first, each sorted by name
 */
public record ConformanceReport(List<CaseResult> results) {
    public ConformanceReport {
        results = List.copyOf(results);
    }

    /** How many cases and lines came out like that. */
    public long count(Outcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).count();
    }

    /** The cases and lines that are not equal. */
    public List<CaseResult> unequal() {
        return results.stream()
                .filter(result -> result.outcome() != Outcome.EQUAL)
                .toList();
    }

    /** The cases in which Kyverno refuses or fails something that ours allows, without a listed divergence. */
    public List<CaseResult> unsafe() {
        return results.stream()
                .filter(result -> result.laxer() && result.outcome() != Outcome.DIVERGENCE)
                .toList();
    }

    /** The report as JSON: a line for each case or table line that is not equal, and the closing object. */
    public Stream<String> lines() {
        return Stream.concat(unequal().stream().map(ConformanceReport::line), Stream.of(Json.write(summary())));
    }

    /**
     * The safety list as JSON: a line for each case in which Kyverno refuses or fails something that ours allows, those that rest
     * on a listed divergence among them.
     */
    public Stream<String> safetyLines() {
        return results.stream().filter(CaseResult::laxer).map(result -> {
            Map<String, Value> line = new LinkedHashMap<>();
            line.put("case", Value.of(result.name()));
            line.put("outcome", Value.of(result.outcome().text()));
            line.put("unsafe", Value.ofTexts(result.unsafe()));
            line.put("divergence", Value.ofTexts(result.divergences()));
            return Json.write(new ObjectValue(line));
        });
    }

    private static String line(CaseResult result) {
        Map<String, Value> line = new LinkedHashMap<>();
        line.put("case", Value.of(result.name()));
        line.put("outcome", Value.of(result.outcome().text()));
        line.put("divergence", Value.ofTexts(result.divergences()));
        line.put(
                "differences",
                new ListValue(result.differences().stream()
                        .map(ConformanceReport::difference)
                        .toList()));
        return Json.write(new ObjectValue(line));
    }

    private static Value difference(Difference difference) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("at", Value.of(difference.at()));
        members.put("kyverno", difference.kyverno());
        members.put("countersign", difference.countersign());
        return new ObjectValue(members);
    }

    private Value summary() {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("cases", Value.of(results.size()));
        for (Outcome outcome : List.of(
                Outcome.EQUAL, Outcome.DIVERGENCE, Outcome.MESSAGE, Outcome.STATUS, Outcome.PATCH, Outcome.CRASH)) {
            members.put(outcome.text(), Value.of(count(outcome)));
        }
        return new ObjectValue(members);
    }
}
