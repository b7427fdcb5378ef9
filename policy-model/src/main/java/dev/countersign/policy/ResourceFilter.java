package dev.countersign.policy;

import java.util.List;

/**
 * One filter: every part that is stated must match. Immutable.
 *
 * @param resources which objects
 * @param roles {@code namespace:name} of roles of the user
 * @param clusterRoles cluster roles of the user
 * @param subjects who asks
 */
public record ResourceFilter(
        ResourceDescription resources, List<String> roles, List<String> clusterRoles, List<Subject> subjects) {

    /** A filter that states nothing. */
    public static final ResourceFilter EMPTY =
            new ResourceFilter(ResourceDescription.EMPTY, List.of(), List.of(), List.of());

    public ResourceFilter {
        roles = List.copyOf(roles);
        clusterRoles = List.copyOf(clusterRoles);
        subjects = List.copyOf(subjects);
    }

    /** Whether nothing is stated. */
    public boolean isEmpty() {
        return resources.isEmpty() && !hasUserInfo();
    }

    /** Whether something is said of the user. */
    public boolean hasUserInfo() {
        return !roles.isEmpty() || !clusterRoles.isEmpty() || !subjects.isEmpty();
    }
}
