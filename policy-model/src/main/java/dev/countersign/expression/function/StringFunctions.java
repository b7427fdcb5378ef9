package dev.countersign.expression.function;

import dev.countersign.document.Value;
import dev.countersign.document.Value.StringValue;
import dev.countersign.expression.function.JmesFunction.Parameter;
import dev.countersign.expression.value.GoNumber;
import dev.countersign.image.Wildcard;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/** The functions over texts that need no pattern language, but for {@code pattern_match}. */
final class StringFunctions {
    private static final ArgumentType STRING = ArgumentType.STRING;

    static final List<JmesFunction> ALL = List.of(
            JmesFunction.of("compare", StringFunctions::compare, STRING, STRING),
            JmesFunction.of("ends_with", call -> Value.of(call.text(0).endsWith(call.text(1))), STRING, STRING),
            JmesFunction.of("equal_fold", StringFunctions::equalFold, STRING, STRING),
            JmesFunction.of("join", StringFunctions::join, STRING, ArgumentType.ARRAY_OF_STRINGS),
            JmesFunction.of("path_canonicalize", call -> call.built(cleanPath(call.text(0))), STRING),
            JmesFunction.of(
                    "pattern_match",
                    call -> Value.of(Wildcard.matches(call.text(0), call.textOrNumber(1))),
                    List.of(Parameter.of(STRING), Parameter.of(STRING, ArgumentType.NUMBER))),
            JmesFunction.of(
                    "replace",
                    call -> replace(call, GoNumber.toLong(call.number(3))),
                    STRING,
                    STRING,
                    STRING,
                    ArgumentType.NUMBER),
            JmesFunction.of("replace_all", call -> replace(call, -1), STRING, STRING, STRING),
            JmesFunction.of("split", StringFunctions::split, STRING, STRING),
            JmesFunction.of("starts_with", call -> Value.of(call.text(0).startsWith(call.text(1))), STRING, STRING),
            JmesFunction.of("to_lower", call -> call.built(lowerCase(call.text(0))), STRING),
            JmesFunction.of("to_upper", call -> call.built(mapped(call.text(0), Character::toUpperCase)), STRING),
            JmesFunction.of("trim", StringFunctions::trim, STRING, STRING),
            JmesFunction.of("trim_prefix", StringFunctions::trimPrefix, STRING, STRING),
            JmesFunction.of("truncate", StringFunctions::truncate, STRING, ArgumentType.NUMBER));

    private StringFunctions() {}

    /** A Go int, which is no number to other functions. */
    private static Value compare(Call call) throws EvaluationException {
        int order = Values.BYTE_ORDER.compare(call.text(0), call.text(1));
        return call.evaluation().goTypes().integer(Integer.signum(order));
    }

    private static Value equalFold(Call call) throws EvaluationException {
        return Value.of(
                mapped(call.text(0), StringFunctions::folded).equals(mapped(call.text(1), StringFunctions::folded)));
    }

    /** Unicode's simple folding, in which the Turkish i's stand alone. */
    private static int folded(int c) {
        return c == 0x130 || c == 0x131 ? c : Character.toLowerCase(Character.toUpperCase(c));
    }

    static String lowerCase(String text) {
        return mapped(text, Character::toLowerCase);
    }

    private static String mapped(String text, IntUnaryOperator mapping) {
        StringBuilder mapped = new StringBuilder(text.length());
        text.codePoints().map(mapping).forEach(mapped::appendCodePoint);
        return mapped.toString();
    }

    private static Value join(Call call) throws EvaluationException {
        String separator = call.text(0);
        List<String> texts = new ArrayList<>();
        long length = 0;
        for (Value item : call.items(1)) {
            String text = item instanceof StringValue string ? string.value() : "";
            length += (long) text.length() + separator.length();
            texts.add(text);
        }
        call.evaluation().growText(length);
        return call.built(String.join(separator, texts));
    }

    /** At most so many replacements; without bound where negative. An empty text is found around every character. */
    private static Value replace(Call call, long most) throws EvaluationException {
        String text = call.text(0);
        String old = call.text(1);
        String replacement = call.text(2);
        StringBuilder replaced = new StringBuilder();
        int from = 0;
        for (long done = 0; most < 0 || done < most; done++) {
            int start = from;
            if (old.isEmpty()) {
                if (done > 0) {
                    if (from >= text.length()) {
                        break;
                    }
                    start = from + Character.charCount(text.codePointAt(from));
                }
            } else {
                start = text.indexOf(old, from);
                if (start < 0) {
                    break;
                }
            }
            replaced.append(text, from, start).append(replacement);
            call.evaluation().chargeText(replacement.length());
            call.evaluation().requireLength(replaced.length());
            from = start + old.length();
        }
        return call.built(replaced.append(text, from, text.length()).toString());
    }

    private static Value split(Call call) throws EvaluationException {
        String text = call.text(0);
        String separator = call.text(1);
        List<Value> parts = new ArrayList<>();
        if (separator.isEmpty()) {
            text.codePoints().forEach(c -> parts.add(Value.of(Character.toString(c))));
            return call.built(parts);
        }
        int from = 0;
        int found = text.indexOf(separator);
        while (found >= 0) {
            parts.add(Value.of(text.substring(from, found)));
            from = found + separator.length();
            found = text.indexOf(separator, from);
        }
        parts.add(Value.of(text.substring(from)));
        return call.built(parts);
    }

    private static Value trim(Call call) throws EvaluationException {
        int[] text = call.text(0).codePoints().toArray();
        Set<Integer> cut = call.text(1).codePoints().boxed().collect(Collectors.toSet());
        int from = 0;
        int to = text.length;
        while (from < to && cut.contains(text[from])) {
            from++;
        }
        while (to > from && cut.contains(text[to - 1])) {
            to--;
        }
        return call.built(new String(text, from, to - from));
    }

    private static Value trimPrefix(Call call) throws EvaluationException {
        String text = call.text(0);
        String prefix = call.text(1);
        return text.startsWith(prefix) ? call.built(text.substring(prefix.length())) : call.get(0);
    }

    private static Value truncate(Call call) throws EvaluationException {
        String text = call.text(0);
        long most = GoNumber.toLong(Math.max(0, call.number(1)));
        return text.codePointCount(0, text.length()) <= most
                ? call.get(0)
                : call.built(text.substring(0, text.offsetByCodePoints(0, (int) Math.max(0, most))));
    }

    /** As Go's filepath.Join of one part. */
    private static String cleanPath(String path) {
        if (path.isEmpty()) {
            return "";
        }
        boolean rooted = path.startsWith("/");
        List<String> kept = new ArrayList<>();
        int from = 0;
        while (from <= path.length()) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? path.length() : slash;
            String part = path.substring(from, to);
            boolean up = part.equals("..");
            if (up && !kept.isEmpty() && !kept.get(kept.size() - 1).equals("..")) {
                kept.remove(kept.size() - 1);
            } else if (!part.isEmpty() && !part.equals(".") && !(up && rooted)) {
                kept.add(part);
            }
            from = to + 1;
        }
        String cleaned = (rooted ? "/" : "") + String.join("/", kept);
        return cleaned.isEmpty() ? "." : cleaned;
    }
}
