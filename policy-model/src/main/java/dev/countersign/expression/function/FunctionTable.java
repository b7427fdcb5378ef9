package dev.countersign.expression.function;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every function of the language, by name. Immutable and thread-safe. */
public final class FunctionTable {
    private static final Map<String, JmesFunction> BY_NAME = byName(List.of(
            NumberFunctions.ALL,
            TypeFunctions.ALL,
            CollectionFunctions.ALL,
            OrderFunctions.ALL,
            StringFunctions.ALL,
            RegexFunctions.ALL,
            LookupFunctions.ALL,
            ArithmeticFunctions.ALL,
            EncodingFunctions.ALL,
            TimeFunctions.ALL,
            VersionFunctions.ALL,
            CertificateFunctions.ALL,
            ImageFunctions.ALL,
            RandomFunctions.ALL,
            UrlFunctions.ALL));

    private FunctionTable() {}

    /** The function of that name. */
    public static Optional<JmesFunction> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The names of all functions. */
    public static Set<String> names() {
        return BY_NAME.keySet();
    }

    private static Map<String, JmesFunction> byName(List<List<JmesFunction>> families) {
        Map<String, JmesFunction> table = new LinkedHashMap<>();
        for (List<JmesFunction> family : families) {
            for (JmesFunction function : family) {
                if (table.put(function.name(), function) != null) {
                    throw new IllegalStateException("two functions are called " + function.name());
                }
            }
        }
        return Map.copyOf(table);
    }
}
