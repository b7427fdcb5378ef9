package dev.countersign.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code resources} of a filter. Immutable.
 *
 * @param kinds {@code Kind}, {@code version/Kind}, {@code group/version/Kind}, each with {@code /subresource} at will
 * @param name deprecated: one wildcard for the name
 * @param names wildcards for the name
 * @param namespaces wildcards for the namespace
 * @param annotations wildcards for key and value; absent and empty differ (auto-generation)
 * @param selector labels of the object
 * @param namespaceSelector labels of its namespace
 * @param operations {@code CREATE}, {@code UPDATE}, {@code DELETE}, {@code CONNECT}; empty: any
 */
public record ResourceDescription(
        List<String> kinds,
        String name,
        List<String> names,
        List<String> namespaces,
        Optional<Map<String, String>> annotations,
        Optional<LabelSelector> selector,
        Optional<LabelSelector> namespaceSelector,
        List<String> operations) {

    /** A description that states nothing. */
    public static final ResourceDescription EMPTY = new ResourceDescription(
            List.of(), "", List.of(), List.of(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    public ResourceDescription {
        kinds = List.copyOf(kinds);
        names = List.copyOf(names);
        namespaces = List.copyOf(namespaces);
        annotations = annotations.map(Map::copyOf);
        operations = List.copyOf(operations);
    }

    /** Whether nothing is stated; empty annotations state nothing. */
    public boolean isEmpty() {
        return kinds.isEmpty()
                && name.isEmpty()
                && names.isEmpty()
                && namespaces.isEmpty()
                && annotations.filter(wanted -> !wanted.isEmpty()).isEmpty()
                && selector.isEmpty()
                && namespaceSelector.isEmpty()
                && operations.isEmpty();
    }
}
