package dev.countersign.expression.substitution;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.NullValue;
import dev.countersign.document.Value.NumberValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.document.Value.StringValue;
import dev.countersign.expression.pattern.PatternOperator;
import dev.countersign.expression.value.GoNumber;
import dev.countersign.expression.value.GoText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code $(/a/b)}: the text that stands elsewhere in the same document, as it was written there. An operator before the path
 * is kept: {@code $(>/a/b)}.
 */
final class References {
    private static final Pattern REFERENCE = Pattern.compile("^\\$\\(.[^\\ ]*\\)|[^\\\\]\\$\\(.[^\\ ]*\\)");
    private static final Pattern ESCAPED = Pattern.compile("\\\\\\$\\(.[^\\ ]*\\)");

    private final Map<String, Value> places = new HashMap<>();

    References(Value document) {
        index(document, "");
    }

    /** Whether a text may hold references. */
    static boolean mayBeIn(String text) {
        return text.contains("$(");
    }

    /** An object's place stands for the name of its last member, for Kyverno visits names like values. */
    private void index(Value value, String path) {
        if (value instanceof ObjectValue object) {
            object.members().forEach((name, member) -> {
                places.put(SlashPath.withoutAnchors(path), Value.of(name));
                index(member, SlashPath.member(path, name));
            });
        } else if (value instanceof ListValue list) {
            for (int i = 0; i < list.items().size(); i++) {
                index(list.items().get(i), SlashPath.item(path, i));
            }
        } else {
            places.put(SlashPath.withoutAnchors(path), value);
        }
    }

    /** A text at a place with its references replaced. */
    String replace(String text, String path) throws SubstitutionException {
        if (!mayBeIn(text)) {
            return text;
        }
        String replaced = text;
        for (String found : all(REFERENCE, text)) {
            boolean initial = found.startsWith("$(");
            int prefix = initial ? 0 : Character.charCount(found.codePointAt(0));
            String target = resolve(VariableText.withoutPrefix(found, prefix), path);
            replaced = replaceFirst(replaced, found, found.substring(0, prefix) + target);
            if (replaced.length() > Substitutor.MAX_TEXT_LENGTH) {
                throw new SubstitutionException("failed to resolve " + found + " at path " + path
                        + ": the text is longer than " + Substitutor.MAX_TEXT_LENGTH + " characters");
            }
        }
        for (String found : all(ESCAPED, replaced)) {
            replaced = replaced.replace(found, found.substring(1));
        }
        return replaced;
    }

    private String resolve(String reference, String path) throws SubstitutionException {
        String target = trim(reference);
        PatternOperator operator = PatternOperator.of(target);
        target = target.substring(operator.text().length());
        if (target.isEmpty()) {
            throw failure(reference, path, "expected path, found empty reference");
        }
        Optional<Value> value = Optional.ofNullable(places.get(SlashPath.absolute(target, path)));
        if (operator != PatternOperator.EQUAL) {
            return operator.text() + operand(reference, path, operator, value.orElse(Value.NULL));
        }
        if (value.isEmpty() || value.get() instanceof NullValue) {
            throw new SubstitutionException("got nil resolved variable " + reference + " at path " + path + ": <nil>");
        }
        if (value.get() instanceof StringValue text) {
            return text.value();
        }
        throw new SubstitutionException(
                "NotResolvedReferenceErr,reference " + reference + " not resolved at path " + path);
    }

    private static String operand(String reference, String path, PatternOperator operator, Value value)
            throws SubstitutionException {
        if (value instanceof StringValue text) {
            return text.value();
        }
        if (value instanceof NumberValue number) {
            return GoNumber.fixed(number.asDouble());
        }
        throw failure(
                reference,
                path,
                "incorrect expression: operator " + operator.text() + " does not match with value "
                        + GoText.print(value));
    }

    private static SubstitutionException failure(String reference, String path, String reason) {
        return new SubstitutionException("failed to resolve " + reference + " at path " + path + ": " + reason);
    }

    private static String trim(String reference) {
        int start = 0;
        int end = reference.length();
        while (start < end && "$()".indexOf(reference.charAt(start)) >= 0) {
            start++;
        }
        while (end > start && "$()".indexOf(reference.charAt(end - 1)) >= 0) {
            end--;
        }
        return reference.substring(start, end);
    }

    private static String replaceFirst(String text, String wanted, String replacement) {
        int at = text.indexOf(wanted);
        return at < 0 ? text : text.substring(0, at) + replacement + text.substring(at + wanted.length());
    }

    private static List<String> all(Pattern pattern, String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }
}
