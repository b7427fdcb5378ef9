package dev.countersign.cel;

import dev.cel.common.CelIssue;
import dev.cel.common.CelSource;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypes;
import dev.cel.common.types.SimpleType;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The compiler's issues in the words of cel-go, which differ in little: it names syntax errors, and no candidates of a call. */
final class IssueText {
    /** Functions of Kubernetes that are not known here. */
    private static final Set<String> LACKING = Set.of(
            "ip",
            "isIP",
            "cidr",
            "isCIDR",
            "format",
            "format.named",
            "dns1123Label",
            "dns1123Subdomain",
            "semver",
            "isSemver",
            "url",
            "isURL",
            "quote",
            "first",
            "last");

    /** Functions of an authorizer, and of what it answers. */
    private static final Set<String> OF_AUTHORIZER = Set.of(
            "group",
            "serviceAccount",
            "path",
            "resource",
            "subresource",
            "namespace",
            "name",
            "check",
            "allowed",
            "reason",
            "errored",
            "error",
            "fieldSelector",
            "labelSelector");

    private static final List<String> SYNTAX = List.of(
            "mismatched input ", "extraneous input ", "no viable alternative ", "token recognition error ", "missing ");
    private static final List<String> LITERALS = List.of("timestamp", "duration", "Regex");
    private static final String UNDECLARED = "undeclared reference to '";
    private static final char QUOTE = '\'';
    private static final String NO_AUTHORIZER = UNDECLARED + "authorizer' (in container '')";
    private static final String CANDIDATES = " (candidates: ";

    private IssueText() {}

    /** The issues as one text. */
    static String of(Collection<CelIssue> issues, CelSource source) {
        if (source.getContent().toString().isEmpty()) {
            // Go's parser has no place in an empty text.
            return issues.stream()
                    .map(issue -> "ERROR: <input>:1:0: " + reworded(issue).getMessage())
                    .collect(Collectors.joining("\n"));
        }
        // Where there is no authorizer, Kubernetes still knows what could be asked of one.
        boolean authorizer =
                issues.stream().anyMatch(issue -> issue.getMessage().equals(NO_AUTHORIZER));
        return CelIssue.toDisplayString(
                issues.stream()
                        .filter(issue -> !authorizer || !calls(issue, source, OF_AUTHORIZER))
                        .map(IssueText::reworded)
                        .toList(),
                source);
    }

    /** The name of a type. */
    static String type(CelType type) {
        return type.equals(SimpleType.NULL_TYPE) ? "null_type" : CelTypes.format(type);
    }

    /** Whether all that is wrong is a call of functions that Kubernetes has; what is made of their results may be wrong too. */
    static boolean callsLacking(Collection<CelIssue> issues, CelSource source) {
        return issues.stream().anyMatch(issue -> calls(issue, source, LACKING) || calls(issue, source, OF_AUTHORIZER))
                && issues.stream().noneMatch(issue -> issue.getMessage().equals(NO_AUTHORIZER));
    }

    /** Whether the issue is that a call of one of these functions is unknown: its place is then the parenthesis. */
    private static boolean calls(CelIssue issue, CelSource source, Set<String> functions) {
        String message = issue.getMessage();
        int end = message.indexOf(QUOTE, UNDECLARED.length());
        return message.startsWith(UNDECLARED)
                && end > 0
                && functions.contains(message.substring(UNDECLARED.length(), end))
                && source.getLocationOffset(
                                issue.getSourceLocation().getLine(),
                                issue.getSourceLocation().getColumn())
                        .filter(offset -> source.getContent().get(offset) == '(')
                        .isPresent();
    }

    private static CelIssue reworded(CelIssue issue) {
        String message = issue.getMessage();
        CelSourceLocation at = issue.getSourceLocation();
        if (SYNTAX.stream().anyMatch(message::startsWith)) {
            message = "Syntax error: " + message;
        } else if (message.startsWith("found no matching overload ") && message.contains(CANDIDATES)) {
            message = message.substring(0, message.indexOf(CANDIDATES));
        } else if (message.equals("The argument must be a simple name")) {
            message = "argument must be a simple name";
        } else if (message.startsWith("For input string: ")) {
            message = "invalid int literal";
        } else if (message.equals("invalid argument to has() macro")) {
            at = CelSourceLocation.of(at.getLine(), at.getColumn() + 1);
        } else {
            for (String literal : LITERALS) {
                if (message.startsWith(literal + " validation failed")) {
                    message = "invalid " + (literal.equals("Regex") ? "matches" : literal) + " argument";
                }
            }
        }
        return CelIssue.formatError(at, message);
    }
}
