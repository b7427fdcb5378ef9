package dev.countersign.admission;

import java.util.List;
import java.util.Map;

/**
 * Who asks. Immutable. Roles are not part of an AdmissionReview: a caller who knows them adds them, and where they are unknown, a rule
 * that looks at them blocks.
 *
 * @param username as authenticated; empty when unknown
 * @param uid as authenticated; empty when unknown
 * @param groups as authenticated
 * @param extra as authenticated
 * @param roles {@code namespace:name}
 * @param clusterRoles names
 * @param rolesKnown whether {@code roles} and {@code clusterRoles} are all that the user has
 */
public record UserInfo(
        String username,
        String uid,
        List<String> groups,
        Map<String, List<String>> extra,
        List<String> roles,
        List<String> clusterRoles,
        boolean rolesKnown) {

    /** Nobody is named. */
    public static final UserInfo NOBODY = new UserInfo("", "", List.of(), Map.of(), List.of(), List.of());

    /** A user whose roles are known. */
    public UserInfo(
            String username,
            String uid,
            List<String> groups,
            Map<String, List<String>> extra,
            List<String> roles,
            List<String> clusterRoles) {
        this(username, uid, groups, extra, roles, clusterRoles, true);
    }

    public UserInfo {
        groups = List.copyOf(groups);
        extra = Map.copyOf(extra);
        roles = List.copyOf(roles);
        clusterRoles = List.copyOf(clusterRoles);
    }
}
