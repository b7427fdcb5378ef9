package dev.countersign.policy;

import dev.countersign.image.ReferenceDefaults;
import java.util.List;

/**
 * What Kyverno's installation says, in the ConfigMap {@code kyverno} of its own namespace, as far as it changes an answer about images.
 * Immutable.
 *
 * @param references {@code defaultRegistry} and {@code enableDefaultRegistryMutation}
 * @param excluded users whose requests no rule means
 * @param included users of whom {@code excluded} is not asked: the entries that begin with {@code !}
 * @param resourceFilters objects of which no policy speaks
 */
public record KyvernoConfiguration(
        ReferenceDefaults references, Users excluded, Users included, List<FilteredObjects> resourceFilters) {

    /** Kyverno's answers where the ConfigMap says nothing. */
    public static final KyvernoConfiguration DEFAULT =
            new KyvernoConfiguration(ReferenceDefaults.KYVERNO, Users.NOBODY, Users.NOBODY, List.of());

    public KyvernoConfiguration {
        resourceFilters = List.copyOf(resourceFilters);
    }

    /**
     * Users, by wildcards; one that matches suffices. Immutable.
     *
     * @param groups {@code excludeGroups}
     * @param usernames {@code excludeUsernames}
     * @param roles {@code excludeRoles}, each {@code namespace:name}
     * @param clusterRoles {@code excludeClusterRoles}
     */
    public record Users(List<String> groups, List<String> usernames, List<String> roles, List<String> clusterRoles) {

        /** No pattern, so nobody. */
        public static final Users NOBODY = new Users(List.of(), List.of(), List.of(), List.of());

        public Users {
            groups = List.copyOf(groups);
            usernames = List.copyOf(usernames);
            roles = List.copyOf(roles);
            clusterRoles = List.copyOf(clusterRoles);
        }
    }

    /**
     * One {@code [kind,namespace,name]} of {@code resourceFilters}. Immutable.
     *
     * @param kind as a selector of kinds
     * @param namespace a wildcard
     * @param name a wildcard
     */
    public record FilteredObjects(KindSelector kind, String namespace, String name) {}
}
