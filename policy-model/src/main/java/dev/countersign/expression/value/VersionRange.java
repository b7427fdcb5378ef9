package dev.countersign.expression.value;

import dev.countersign.document.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A set of versions: {@code >=1.2.0 <2.0.0 || 3.x}. A blank means and, {@code ||} or. Immutable.
 *
 * <p>Source: the library blang/semver 4.0.0, whose error texts these are; it drops parts of one character, and so does this.
 */
public final class VersionRange {
    private enum Comparator {
        EQUAL,
        NOT_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        LESS,
        LESS_OR_EQUAL;

        boolean holds(int comparison) {
            return switch (this) {
                case EQUAL -> comparison == 0;
                case NOT_EQUAL -> comparison != 0;
                case GREATER -> comparison > 0;
                case GREATER_OR_EQUAL -> comparison >= 0;
                case LESS -> comparison < 0;
                case LESS_OR_EQUAL -> comparison <= 0;
            };
        }
    }

    private record Bound(Comparator comparator, SemanticVersion version) {
        boolean admits(SemanticVersion tried) {
            return comparator.holds(tried.compareTo(version));
        }
    }

    private record Term(String operator, String version) {}

    private final List<List<Bound>> alternatives;

    private VersionRange(List<List<Bound>> alternatives) {
        this.alternatives = alternatives;
    }

    /**
     * Reads a range.
     *
     * @throws ValueFormatException with the library's text
     */
    public static VersionRange parse(String text) throws ValueFormatException {
        List<List<String>> expanded = new ArrayList<>();
        for (List<String> alternative : alternatives(parts(text))) {
            List<String> bounds = new ArrayList<>();
            for (String part : alternative) {
                expand(part, bounds);
            }
            expanded.add(bounds);
        }
        List<List<Bound>> alternatives = new ArrayList<>();
        for (List<String> texts : expanded) {
            List<Bound> bounds = new ArrayList<>();
            for (String bound : texts) {
                bounds.add(bound(bound));
            }
            if (bounds.isEmpty()) {
                throw new ValueFormatException("Empty element in range between '||'");
            }
            alternatives.add(List.copyOf(bounds));
        }
        return new VersionRange(List.copyOf(alternatives));
    }

    /** Whether the version is in the set. */
    public boolean contains(SemanticVersion version) {
        return alternatives.stream().anyMatch(bounds -> bounds.stream().allMatch(bound -> bound.admits(version)));
    }

    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        char last = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ' && "><=".indexOf(last) < 0) {
                addLong(parts, text.substring(start, i));
                start = i + 1;
            } else if (c != ' ') {
                last = c;
            }
        }
        addLong(parts, text.substring(start));
        return parts;
    }

    private static void addLong(List<String> parts, String part) {
        if (SemanticVersion.bytes(part) > 1) {
            parts.add(part.replace(" ", ""));
        }
    }

    private static List<List<String>> alternatives(List<String> parts) throws ValueFormatException {
        List<List<String>> alternatives = new ArrayList<>();
        int last = 0;
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).equals("||")) {
                if (i == 0) {
                    throw new ValueFormatException("First element in range is '||'");
                }
                alternatives.add(parts.subList(last, i));
                last = i + 1;
            }
        }
        if (last == parts.size()) {
            throw new ValueFormatException("Last element in range is '||'");
        }
        alternatives.add(parts.subList(last, parts.size()));
        return alternatives;
    }

    /** Writes {@code 1.x} as {@code >=1.0.0} and {@code <2.0.0}; any other part stays as it is. */
    private static void expand(String part, List<String> bounds) throws ValueFormatException {
        if (part.indexOf('x') < 0) {
            bounds.add(part);
            return;
        }
        Term term = split(part);
        String first = firstOf(term.version());
        String next = afterLast(term.version(), first);
        switch (term.operator()) {
            case ">" -> bounds.add(">=" + next);
            case ">=" -> bounds.add(">=" + first);
            case "<" -> bounds.add("<" + first);
            case "<=" -> bounds.add("<" + next);
            case "", "=", "==" -> {
                bounds.add(">=" + first);
                bounds.add("<" + next);
            }
            case "!=", "!" -> {
                bounds.add("<" + first);
                bounds.add(">=" + next);
            }
            default -> bounds.add(first);
        }
    }

    private static String firstOf(String wildcard) {
        String first = replaceFirst(replaceFirst(wildcard, ".x.x", ".x"), ".x", ".0");
        return first.split("\\.", -1).length == 2 ? first + ".0" : first;
    }

    /** The first version beyond {@code 1.x} or {@code 1.2.x}; nothing for anything else. */
    private static String afterLast(String wildcard, String first) {
        String[] parts = wildcard.split("\\.", -1);
        if (!parts[parts.length - 1].equals("x") || parts.length < 2 || parts.length > 3) {
            return "";
        }
        String[] numbers = first.split("\\.", -1);
        int changed = parts.length - 2;
        Optional<Long> number = GoNumber.readInt(numbers[changed]);
        if (number.isEmpty()) {
            return "";
        }
        numbers[changed] = String.valueOf(number.get() + 1);
        return String.join(".", numbers);
    }

    private static String replaceFirst(String text, String wanted, String replacement) {
        int at = text.indexOf(wanted);
        return at < 0 ? text : text.substring(0, at) + replacement + text.substring(at + wanted.length());
    }

    private static Term split(String part) throws ValueFormatException {
        for (int i = 0; i < part.length(); i += Character.charCount(part.codePointAt(i))) {
            if (Character.isDigit(part.codePointAt(i))) {
                return new Term(part.substring(0, i).strip(), part.substring(i));
            }
        }
        throw new ValueFormatException("Could not get version from string: " + JsonText.goQuoted(part));
    }

    private static Bound bound(String text) throws ValueFormatException {
        Term term = split(text);
        try {
            return new Bound(comparator(term), SemanticVersion.parse(term.version()));
        } catch (ValueFormatException e) {
            String reason = e.getMessage();
            if (!String.valueOf(reason).startsWith("Could not parse comparator")) {
                reason = "Could not parse version " + JsonText.goQuoted(term.version()) + " in " + whole(term) + ": "
                        + reason;
            }
            throw new ValueFormatException("Could not parse Range " + JsonText.goQuoted(text) + ": " + reason);
        }
    }

    private static Comparator comparator(Term term) throws ValueFormatException {
        return switch (term.operator()) {
            case "", "=", "==" -> Comparator.EQUAL;
            case "!", "!=" -> Comparator.NOT_EQUAL;
            case ">" -> Comparator.GREATER;
            case ">=" -> Comparator.GREATER_OR_EQUAL;
            case "<" -> Comparator.LESS;
            case "<=" -> Comparator.LESS_OR_EQUAL;
            default ->
                throw new ValueFormatException(
                        "Could not parse comparator " + JsonText.goQuoted(term.operator()) + " in " + whole(term));
        };
    }

    private static String whole(Term term) {
        return JsonText.goQuoted(term.operator() + term.version());
    }
}
