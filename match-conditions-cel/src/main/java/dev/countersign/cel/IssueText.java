package dev.countersign.cel;

import dev.cel.common.CelIssue;
import dev.cel.common.CelSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The compiler's issues in the words of cel-go, which differ in little: it names syntax errors, and no candidates of a call. */
final class IssueText {
    private static final List<String> SYNTAX = List.of(
            "mismatched input ", "extraneous input ", "no viable alternative ", "token recognition error ", "missing ");
    private static final String CANDIDATES = " (candidates: ";

    private IssueText() {}

    static String of(Collection<CelIssue> issues, CelSource source) {
        return CelIssue.toDisplayString(
                issues.stream().map(IssueText::reworded).toList(), source);
    }

    /** Whether an issue is that one of these functions is unknown. */
    static boolean speaksOf(Collection<CelIssue> issues, Set<String> functions) {
        return issues.stream()
                .map(CelIssue::getMessage)
                .anyMatch(message -> functions.stream()
                        .anyMatch(function -> message.startsWith("undeclared reference to '" + function + "'")));
    }

    private static CelIssue reworded(CelIssue issue) {
        String message = issue.getMessage();
        if (SYNTAX.stream().anyMatch(message::startsWith)) {
            message = "Syntax error: " + message;
        }
        int candidates = message.startsWith("found no matching overload ") ? message.indexOf(CANDIDATES) : -1;
        return CelIssue.formatError(
                issue.getSourceLocation(), candidates < 0 ? message : message.substring(0, candidates));
    }
}
