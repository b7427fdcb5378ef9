package dev.countersign.admission;

import dev.countersign.document.Value;
import java.util.LinkedHashMap;
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

    /** As an AdmissionReview states it: what is empty is absent; roles are Kyverno's own knowledge and not in it. */
    public Value.ObjectValue json() {
        Map<String, Value> members = new LinkedHashMap<>();
        put(members, "username", username);
        put(members, "uid", uid);
        if (!groups.isEmpty()) {
            members.put("groups", Value.ofTexts(groups));
        }
        if (!extra.isEmpty()) {
            Map<String, Value> stated = new LinkedHashMap<>();
            extra.forEach((key, values) -> stated.put(key, Value.ofTexts(values)));
            members.put("extra", new Value.ObjectValue(stated));
        }
        return new Value.ObjectValue(members);
    }

    private static void put(Map<String, Value> members, String name, String text) {
        if (!text.isEmpty()) {
            members.put(name, Value.of(text));
        }
    }
}
