package dev.countersign.policy;

import java.util.List;

/**
 * {@code match} or {@code exclude}: {@code any} before {@code all} before the inline form. Immutable.
 *
 * @param any one of these must match
 * @param all all of these must match
 * @param inline the deprecated form, whose filter stands in {@code match} itself; empty when nothing is written there
 */
public record Match(List<ResourceFilter> any, List<ResourceFilter> all, ResourceFilter inline) {
    public Match {
        any = List.copyOf(any);
        all = List.copyOf(all);
    }
}
