package dev.countersign.engine.match;

import dev.countersign.admission.GroupVersionKind;
import dev.countersign.image.Wildcard;
import dev.countersign.policy.KindSelector;
import dev.countersign.policy.Match;
import dev.countersign.policy.ResourceFilter;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which requests reach Kyverno's webhook for a rule. Kyverno finds the resources of each kind by discovery, where {@code Pod/*} are
 * the subresources of Pods and not Pods, although such a rule, once asked, means both. Stateless and thread-safe.
 */
public final class WebhookKinds {
    private static final String ANY = "*";

    private WebhookKinds() {}

    /**
     * Whether the webhook is asked.
     *
     * @param match of a rule; only its kinds count, of every filter
     * @param asked the kind of the request
     * @param subresource empty for the object itself
     */
    public static boolean include(Match match, GroupVersionKind asked, String subresource) {
        return Stream.of(match.any(), match.all(), List.of(match.inline()))
                .flatMap(List::stream)
                .map(ResourceFilter::resources)
                .flatMap(resources -> resources.kinds().stream())
                .anyMatch(kind -> include(kind, asked, subresource));
    }

    private static boolean include(String kind, GroupVersionKind asked, String subresource) {
        KindSelector selector = KindSelector.parse(kind);
        boolean ofSubresources = !selector.subresource().isEmpty();
        if (ofSubresources && subresource.isEmpty()) {
            return selector.kind().equals(ANY)
                    && selector.subresource().equals(ANY)
                    && Wildcard.matches(selector.group(), asked.group())
                    && Wildcard.matches(selector.version(), asked.version());
        }
        return KindMatch.matchesAny(List.of(kind), asked, subresource, !ofSubresources);
    }
}
