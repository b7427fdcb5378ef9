package dev.countersign.policy;

import java.util.List;
import java.util.Optional;

/**
 * One item of {@code spec.validationFailureActionOverrides}. Immutable.
 *
 * @param action as written; another text than {@code Audit} and {@code Enforce} is skipped
 * @param namespaces wildcards; absent: any; an empty list is none
 * @param namespaceSelector labels of the namespace
 */
public record FailureActionOverride(
        String action, Optional<List<String>> namespaces, Optional<LabelSelector> namespaceSelector) {
    public FailureActionOverride {
        namespaces = namespaces.map(List::copyOf);
    }
}
