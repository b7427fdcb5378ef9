package dev.countersign.engine.match;

import dev.countersign.admission.GroupVersionKind;
import dev.countersign.image.Wildcard;
import dev.countersign.policy.KindSelector;
import java.util.Collection;

/** Whether the kinds of a rule mean the kind of a request. Source: Kyverno's {@code CheckKind}. Stateless and thread-safe. */
public final class KindMatch {
    private static final String EPHEMERAL_CONTAINERS = "ephemeralcontainers";
    private static final GroupVersionKind POD = new GroupVersionKind("", "v1", "Pod");

    private KindMatch() {}

    /**
     * Whether one of the texts means a kind.
     *
     * @param kinds as in a rule
     * @param asked the kind of the request
     * @param subresource empty for the object itself
     * @param allowEphemeralContainers whether a text that means Pods also means their subresource
     *     {@code ephemeralcontainers}; rules are matched so
     */
    public static boolean matchesAny(
            Collection<String> kinds, GroupVersionKind asked, String subresource, boolean allowEphemeralContainers) {
        boolean anyway = allowEphemeralContainers && asked.equals(POD) && subresource.equals(EPHEMERAL_CONTAINERS);
        return kinds.stream()
                .map(KindSelector::parse)
                .anyMatch(selector -> matches(selector, asked, subresource, anyway));
    }

    static boolean matches(KindSelector selector, GroupVersionKind asked, String subresource, boolean anySubresource) {
        return Wildcard.matches(selector.group(), asked.group())
                && Wildcard.matches(selector.version(), asked.version())
                && Wildcard.matches(selector.kind(), asked.kind())
                && (anySubresource || Wildcard.matches(selector.subresource(), subresource));
    }
}
