package dev.countersign.trust.source;

import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.TrustSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the generations of material that is composed of others'. Of the past it remembers numbers only, no material. Thread-safe.
 */
final class Generations {
    private @Nullable Generation last;
    private final Map<Integer, List<Long>> newest = new HashMap<>();

    /**
     * Composed material.
     *
     * @param answering which of the trust roots answered
     * @param parts what they answered
     * @param number grows with every change of the parts' material
     */
    record Generation(int answering, List<TrustSnapshot> parts, TrustMaterial material, long number) {

        /** Whether the same answered the same; the material too, for a trust root that does not count its generations. */
        private boolean isOf(int other, List<TrustSnapshot> answers) {
            return answering == other
                    && numbers(parts).equals(numbers(answers))
                    && materials(parts).equals(materials(answers));
        }
    }

    /**
     * The generation of these parts. Where another thread has seen newer parts already, that of the newest whole: what is outdated does not
     * come back, neither beside newer parts of other trust roots nor after another trust root has answered meanwhile.
     *
     * @param answering which of the trust roots answered
     * @param parts what they answered, always of the same trust roots for the same {@code answering}
     */
    synchronized Generation of(int answering, List<TrustSnapshot> parts, Supplier<TrustMaterial> material) {
        Generation known = last;
        List<Long> numbers = numbers(parts);
        List<Long> seen = newest.getOrDefault(answering, numbers);
        if (known != null && isOlder(numbers, seen)) {
            return known;
        }
        newest.put(answering, numbers);
        Generation next = known != null && known.isOf(answering, parts)
                ? new Generation(answering, List.copyOf(parts), known.material(), known.number())
                : new Generation(answering, List.copyOf(parts), material.get(), known == null ? 1 : known.number() + 1);
        last = next;
        return next;
    }

    private static List<Long> numbers(List<TrustSnapshot> parts) {
        return parts.stream().map(TrustSnapshot::generation).toList();
    }

    private static List<TrustMaterial> materials(List<TrustSnapshot> parts) {
        return parts.stream().map(TrustSnapshot::material).toList();
    }

    private static boolean isOlder(List<Long> numbers, List<Long> seen) {
        for (int i = 0; i < numbers.size(); i++) {
            if (numbers.get(i) < seen.get(i)) {
                return true;
            }
        }
        return false;
    }
}
