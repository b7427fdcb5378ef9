package dev.countersign.engine.match;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.admission.UserInfo;
import dev.countersign.document.Value;
import dev.countersign.image.Wildcard;
import dev.countersign.policy.KyvernoConfiguration;
import dev.countersign.policy.KyvernoConfiguration.FilteredObjects;
import dev.countersign.policy.KyvernoConfiguration.Users;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether the installation leaves a request alone, whatever the policies say (Kyverno's {@code resourceFilters} and
 * {@code excludeGroups}, {@code excludeUsernames}, {@code excludeRoles}, {@code excludeClusterRoles}). Stateless and thread-safe.
 */
public final class ConfiguredScope {
    private static final String NAMESPACE = "Namespace";

    private ConfiguredScope() {}

    /** Whether no rule means the request. */
    public static boolean leavesAlone(KyvernoConfiguration configuration, AdmissionRequest request) {
        return isExcluded(configuration, request.userInfo())
                || configuration.resourceFilters().stream().anyMatch(filter -> isFiltered(filter, request));
    }

    /** A user of whom nobody knows the roles is not excluded where a role would include him again. */
    private static boolean isExcluded(KyvernoConfiguration configuration, UserInfo user) {
        if (user.equals(UserInfo.NOBODY) || areAmong(configuration.included(), user)) {
            return false;
        }
        boolean undecided = !user.rolesKnown()
                && !(configuration.included().roles().isEmpty()
                        && configuration.included().clusterRoles().isEmpty());
        return !undecided && areAmong(configuration.excluded(), user);
    }

    private static boolean areAmong(Users users, UserInfo user) {
        return Wildcard.matchesAny(users.usernames(), user.username())
                || anyMatches(users.groups(), user.groups())
                || anyMatches(users.roles(), user.roles())
                || anyMatches(users.clusterRoles(), user.clusterRoles());
    }

    private static boolean anyMatches(List<String> patterns, List<String> texts) {
        return texts.stream().anyMatch(text -> Wildcard.matchesAny(patterns, text));
    }

    private static boolean isFiltered(FilteredObjects filter, AdmissionRequest request) {
        if (!KindMatch.matches(filter.kind(), request.kind(), request.subResource(), false)) {
            return false;
        }
        return Stream.of(request.object(), request.oldObject())
                .flatMap(Optional::stream)
                .map(ConfiguredScope::name)
                .anyMatch(name -> isNamed(filter, request, name));
    }

    private static boolean isNamed(FilteredObjects filter, AdmissionRequest request, String name) {
        return request.kind().kind().equals(NAMESPACE) && Wildcard.matches(filter.namespace(), name)
                || Wildcard.matches(filter.namespace(), request.namespace()) && Wildcard.matches(filter.name(), name);
    }

    private static String name(Value.ObjectValue object) {
        return object.object("metadata")
                .flatMap(metadata -> metadata.text("name"))
                .orElse("");
    }
}
