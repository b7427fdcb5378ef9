package dev.countersign.expression.substitution;

import dev.countersign.document.Value;
import java.util.HashSet;
import java.util.Set;

/**
 * A value whose variables were replaced. Immutable.
 *
 * @param value the value
 * @param data the paths, {@code /0/all/1/key}, below which there is something that came from outside of the policy; what
 *     stands there must not be searched for variables again
 */
public record Substituted(Value value, Set<String> data) {
    public Substituted {
        data = Set.copyOf(data);
    }

    /** A value in which nothing came from outside. */
    public static Substituted of(Value value) {
        return new Substituted(value, Set.of());
    }

    /** The paths of data below a path, relative to it. */
    public Set<String> dataBelow(String path) {
        Set<String> below = new HashSet<>();
        for (String one : data) {
            if (one.equals(path) || one.startsWith(path + "/")) {
                below.add(one.substring(path.length()));
            } else if (one.isEmpty() || path.startsWith(one + "/")) {
                below.add("");
            }
        }
        return below;
    }
}
