package dev.countersign.policy.read;

import dev.countersign.document.GoText;
import dev.countersign.document.Issue;
import dev.countersign.document.Issue.Severity;
import dev.countersign.document.Location;
import dev.countersign.document.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What is wrong with one document: our issues, and beside them the texts that Kyverno would give. Confined to one
 * thread.
 */
final class Findings {
    /** How many errors, and how many warnings, are listed of one document. */
    static final int MAX_ISSUES = 1000;

    private static final int SHOWN = 80;

    private final List<Issue> issues = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private final List<String> invalid = new ArrayList<>();
    private int errors;
    private int warnings;
    private boolean unconvertible;

    List<Issue> issues() {
        return Collections.unmodifiableList(issues);
    }

    boolean hasErrors() {
        return errors > 0;
    }

    /** Paths that Kyverno's schema does not know. */
    List<String> unknownPaths() {
        return unknown.stream().sorted(GoText.BY_BYTES).toList();
    }

    /** The field errors of Kyverno's schema, in order. */
    List<String> fieldErrors() {
        return Collections.unmodifiableList(invalid);
    }

    /** Whether the document passes Kyverno's schema but not its own types. */
    boolean isUnconvertible() {
        return unconvertible;
    }

    /** Takes an issue; of those beyond the bound only the first is told, without its words. */
    void add(Issue issue) {
        int before = issue.severity() == Severity.ERROR ? errors++ : warnings++;
        if (before < MAX_ISSUES) {
            issues.add(issue);
        } else if (before == MAX_ISSUES) {
            issues.add(new Issue(
                    "TOO_MANY_ISSUES",
                    issue.severity(),
                    issue.location(),
                    "",
                    "from here on nothing more is listed",
                    "",
                    "at most " + MAX_ISSUES,
                    "Mend those above first"));
        }
    }

    private boolean isFull(Severity severity) {
        return (severity == Severity.ERROR ? errors : warnings) > MAX_ISSUES;
    }

    void fieldError(String error) {
        if (invalid.size() < MAX_ISSUES) {
            invalid.add(error);
        }
    }

    /** A field that nobody knows: Kyverno refuses the document. */
    void unknownField(String path, Location at, String name, List<String> known) {
        if (unknown.size() < MAX_ISSUES) {
            unknown.add(path);
        }
        unknownField(Severity.ERROR, path, at, name, known);
    }

    /** A member of metadata that nobody knows. */
    void unknownMetadata(String path, Location at, String name, List<String> known) {
        unknownField(Severity.ERROR, path, at, name, known);
    }

    /** A field that nobody knows, at a place where Kyverno does not look. */
    void ignoredField(String path, Location at, String name, List<String> known) {
        unknownField(Severity.WARNING, path, at, name, known);
    }

    private void unknownField(Severity severity, String path, Location at, String name, List<String> known) {
        if (isFull(severity)) {
            return;
        }
        String remedy = Similar.to(name, known)
                .map(similar -> "Did you mean " + similar + "?")
                .orElse("Remove it, or correct its name");
        String message = severity == Severity.ERROR
                ? "there is no such field"
                : "there is no such field, and what it says is ignored";
        add(new Issue("UNKNOWN_FIELD", severity, at, path, message, shorten(name), String.join(", ", known), remedy));
    }

    /** A value of the wrong kind, by the CustomResourceDefinition. */
    void wrongType(String path, Location at, Value found, String expected, String goExpected, String goFound) {
        String name = GoText.quote(goFound);
        fieldError(path + ": Invalid value: " + name + ": " + path + " in body must be of type " + goExpected + ": "
                + name);
        mistyped(path, at, found, expected);
    }

    /** A value of the wrong kind that only Kyverno's own types refuse. */
    void unconvertible(String path, Location at, Value found, String expected) {
        unconvertible = true;
        mistyped(path, at, found, expected);
    }

    private void mistyped(String path, Location at, Value found, String expected) {
        error(
                "WRONG_TYPE",
                at,
                path,
                "the value is of the wrong kind",
                describe(found),
                expected,
                found instanceof Value.BooleanValue && expected.equals("a text")
                        ? "Put it into quotes: YAML reads y, n, yes, no, on and off as true and false"
                        : "Write " + expected);
    }

    void missing(String path, Location at, String name) {
        fieldError(path + ": Required value");
        error("MISSING_FIELD", at, path, "the field is missing", "", name, "Add " + name);
    }

    void unsupported(String path, Location at, Value found, List<String> values) {
        List<String> quoted = values.stream().map(GoText::quote).toList();
        fieldError(path + ": Unsupported value: " + GoWords.shown(found) + ": supported values: "
                + String.join(", ", quoted));
        error(
                "UNSUPPORTED_VALUE",
                at,
                path,
                "the value is none of those allowed",
                describe(found),
                String.join(", ", values),
                found instanceof Value.StringValue text
                        ? Similar.to(text.value(), values)
                                .map(similar -> "Did you mean " + similar + "?")
                                .orElse("Write one of them")
                        : "Write one of them");
    }

    void belowMinimum(String path, Location at, Value.NumberValue found, long minimum) {
        fieldError(path + ": Invalid value: " + GoWords.number(found) + ": " + path
                + " in body should be greater than or equal to " + minimum);
        error(
                "OUT_OF_RANGE",
                at,
                path,
                "the number is too small",
                GoWords.number(found),
                "at least " + minimum,
                "Write a greater number, or leave the field out");
    }

    void tooLong(String path, Location at, int length, int maximum) {
        fieldError(path + ": Too long: may not be more than " + maximum + " bytes");
        error(
                "TOO_LONG",
                at,
                path,
                "the text is too long",
                length + " characters",
                "at most " + maximum + " characters",
                "Shorten it");
    }

    void notExactlyOne(String path, Location at, List<String> names, List<String> found) {
        String alternatives = found.isEmpty() ? "Found none valid" : "Found " + found.size() + " valid alternatives";
        fieldError("<nil>: Invalid value: \"\": \"" + path + "\" must validate one and only one schema (oneOf). "
                + alternatives);
        if (found.isEmpty()) {
            // Where no alternative matches, the check quotes the one that came nearest, which is the first.
            fieldError(path + "." + names.get(0) + ": Required value");
        }
        error(
                "CONFLICTING_FIELDS",
                at,
                path,
                "exactly one of several fields must stand here",
                String.join(", ", found),
                "one of " + String.join(", ", names),
                found.isEmpty() ? "Add one of them" : "Keep one of them");
    }

    void both(String path, Location at, List<String> names) {
        fieldError("<nil>: Invalid value: \"\": \"" + path + "\" must not validate the schema (not)");
        error(
                "CONFLICTING_FIELDS",
                at,
                path,
                "two fields stand here of which only one may",
                String.join(", ", names),
                "one of " + String.join(", ", names),
                "Keep one of them");
    }

    /** Tells of an allowed spelling that has a better one. */
    void discouraged(String path, Location at, String found, Schema.Text schema) {
        String remedy = schema.discouraged().get(found);
        if (remedy != null) {
            deprecated(path, at, found, remedy);
        }
    }

    void deprecated(String path, Location at, String found, String remedy) {
        add(new Issue(
                "DEPRECATED_FIELD",
                Severity.WARNING,
                at,
                path,
                found.isEmpty() ? "the field is deprecated" : "the spelling is deprecated",
                found,
                "",
                remedy));
    }

    void error(String code, Location at, String path, String message, String found, String expected, String remedy) {
        add(new Issue(code, Severity.ERROR, at, path, message, found, expected, remedy));
    }

    /** The value, or for an object or list its kind, cut to a length that fits a line. */
    static String describe(Value value) {
        return value instanceof Value.ObjectValue || value instanceof Value.ListValue
                ? GoWords.schemaType(value)
                : shorten(GoWords.shown(value));
    }

    static String shorten(String text) {
        return text.codePointCount(0, text.length()) <= SHOWN
                ? text
                : text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "…";
    }
}
