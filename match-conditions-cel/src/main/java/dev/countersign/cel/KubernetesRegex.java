package dev.countersign.cel;

import static dev.cel.common.types.SimpleType.INT;
import static dev.cel.common.types.SimpleType.STRING;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.types.ListType;
import dev.cel.runtime.CelEvaluationException;
import java.util.ArrayList;
import java.util.List;

/** Kubernetes' {@code find} and {@code findAll}, over RE2. */
final class KubernetesRegex {
    private KubernetesRegex() {}

    static void addTo(FunctionLibrary library) {
        library.member(
                "find",
                "string_find_string",
                STRING,
                List.of(STRING, STRING),
                List.of(String.class, String.class),
                given -> {
                    List<String> found = all(given, 1);
                    return found.isEmpty() ? "" : found.get(0);
                });
        library.member(
                "findAll",
                "string_find_all_string",
                ListType.create(STRING),
                List.of(STRING, STRING),
                List.of(String.class, String.class),
                given -> all(given, -1));
        library.member(
                "findAll",
                "string_find_all_string_int",
                ListType.create(STRING),
                List.of(STRING, STRING, INT),
                List.of(String.class, String.class, Long.class),
                given -> all(given, (Long) given[2]));
    }

    private static List<String> all(Object[] given, long limit) throws CelEvaluationException {
        Matcher matcher;
        try {
            matcher = Pattern.compile((String) given[1]).matcher((String) given[0]);
        } catch (PatternSyntaxException e) {
            throw FunctionLibrary.error("Illegal regex: " + e.getMessage());
        }
        List<String> found = new ArrayList<>();
        while ((limit < 0 || found.size() < limit) && matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }
}
