package dev.countersign.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The checked-in list of what is not equal yet: {@code <name> <outcome>}, with the word {@code laxer} behind it where ours allows
 * what Kyverno refuses. A table of which nothing is built is one line, {@code tables/<file>}. The list may only shrink.
 */
final class NotYetEqual {
    private static final String LAXER = " laxer";

    private final Map<String, String> entries;

    private NotYetEqual(Map<String, String> entries) {
        this.entries = entries;
    }

    static NotYetEqual read(Path file) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                int space = line.indexOf(' ');
                entries.put(line.substring(0, space), line.substring(space + 1));
            }
        }
        return new NotYetEqual(entries);
    }

    static NotYetEqual of(ConformanceReport report) {
        Map<String, String> entries = new TreeMap<>();
        report.results().forEach(result -> entries.merge(name(result), word(result), NotYetEqual::worse));
        entries.values().removeIf(outcome -> outcome.equals("equal") || outcome.equals("divergence"));
        return new NotYetEqual(entries);
    }

    /** Lines of a table of which nothing is built share one entry. */
    private static String name(CaseResult result) {
        return notBuilt(result) ? result.name().replaceFirst(":\\d+$", "") : result.name();
    }

    private static boolean notBuilt(CaseResult result) {
        return result.name().startsWith("tables/")
                && result.differences().stream()
                        .anyMatch(difference -> difference.countersign().equals(TableComparison.NOT_BUILT));
    }

    private static String word(CaseResult result) {
        boolean laxer = result.laxer() && result.outcome() != Outcome.DIVERGENCE;
        return result.outcome().text() + (laxer ? LAXER : "");
    }

    private static String worse(String one, String other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("# What is not equal to Kyverno's answer yet; CorpusConformanceTest lets this list only shrink.");
        entries.forEach((name, outcome) -> lines.add(name + " " + outcome));
        Files.writeString(file, String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
    }

    /** What is not on the list, or worse than the list says. */
    List<String> beyond(NotYetEqual list) {
        List<String> beyond = new ArrayList<>();
        entries.forEach((name, outcome) -> {
            String listed = list.entries.getOrDefault(name, "");
            boolean laxer = outcome.endsWith(LAXER) && !listed.endsWith(LAXER);
            if (listed.isEmpty() || laxer || rank(outcome) > rank(listed)) {
                beyond.add(name + " " + outcome + (listed.isEmpty() ? "" : " (listed: " + listed + ")"));
            }
        });
        return beyond;
    }

    private static int rank(String outcome) {
        return List.of("message", "patch", "status", "crash").indexOf(outcome.replace(LAXER, ""));
    }

    /** What is on the list and no longer unequal, or no longer as bad, among the names that were asked. */
    List<String> outlived(NotYetEqual now, Set<String> asked) {
        List<String> outlived = new ArrayList<>();
        entries.forEach((name, listed) -> {
            String outcome = now.entries.getOrDefault(name, "equal");
            if (asked.contains(name) && !outcome.equals(listed) && rank(outcome) <= rank(listed)) {
                outlived.add(name + " " + listed + ", now " + outcome);
            }
        });
        return outlived;
    }

    /** The names that a report can speak of, tables by their file too. */
    static Set<String> asked(ConformanceReport report) {
        Set<String> asked = new TreeSet<>();
        report.results().forEach(result -> {
            asked.add(result.name());
            asked.add(result.name().replaceFirst(":\\d+$", ""));
        });
        return asked;
    }
}
