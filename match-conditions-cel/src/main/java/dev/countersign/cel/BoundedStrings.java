package dev.countersign.cel;

import static dev.cel.common.types.SimpleType.INT;
import static dev.cel.common.types.SimpleType.STRING;

import dev.cel.common.types.ListType;
import dev.cel.runtime.CelEvaluationException;
import java.util.List;

/**
 * {@code replace} and {@code join} of CEL's string extension, which make texts longer than what they are given: a hostile object would
 * let them fill the memory. They end with an error at {@link #MAX_TEXT}.
 */
final class BoundedStrings {
    /** No longer text is made, in UTF-16 units: more than an API server takes in one object. */
    static final int MAX_TEXT = 4 << 20;

    private BoundedStrings() {}

    static void addTo(FunctionLibrary library) {
        library.member(
                "replace",
                "string_replace_string_string",
                STRING,
                List.of(STRING, STRING, STRING),
                List.of(String.class, String.class, String.class),
                given -> replace((String) given[0], (String) given[1], (String) given[2], -1));
        library.member(
                "replace",
                "string_replace_string_string_int",
                STRING,
                List.of(STRING, STRING, STRING, INT),
                List.of(String.class, String.class, String.class, Long.class),
                given -> replace((String) given[0], (String) given[1], (String) given[2], (Long) given[3]));
        library.member(
                "join",
                "list_join",
                STRING,
                List.of(ListType.create(STRING)),
                List.of(List.class),
                given -> join((List<?>) given[0], ""));
        library.member(
                "join",
                "list_join_string",
                STRING,
                List.of(ListType.create(STRING), STRING),
                List.of(List.class, String.class),
                given -> join((List<?>) given[0], (String) given[1]));
    }

    /** As Go's {@code strings.Replace}: an empty text stands before every character and at the end. */
    private static String replace(String text, String old, String fresh, long times) throws CelEvaluationException {
        StringBuilder made = new StringBuilder();
        long left = times < 0 ? Long.MAX_VALUE : times;
        int at = 0;
        while (left > 0) {
            int found = text.indexOf(old, at);
            if (found < 0) {
                break;
            }
            append(made, text.substring(at, found));
            append(made, fresh);
            left--;
            at = found + old.length();
            if (old.isEmpty()) {
                if (at >= text.length()) {
                    return made.toString();
                }
                int next = text.offsetByCodePoints(at, 1);
                append(made, text.substring(at, next));
                at = next;
            }
        }
        append(made, text.substring(at));
        return made.toString();
    }

    private static String join(List<?> texts, String separator) throws CelEvaluationException {
        StringBuilder made = new StringBuilder();
        for (int i = 0; i < texts.size(); i++) {
            if (!(texts.get(i) instanceof String text)) {
                throw FunctionLibrary.error("join: invalid input: " + texts.get(i));
            }
            if (i > 0) {
                append(made, separator);
            }
            append(made, text);
        }
        return made.toString();
    }

    private static void append(StringBuilder made, String text) throws CelEvaluationException {
        if (made.length() + (long) text.length() > MAX_TEXT) {
            throw FunctionLibrary.error("the text has more than " + MAX_TEXT + " characters");
        }
        made.append(text);
    }
}
