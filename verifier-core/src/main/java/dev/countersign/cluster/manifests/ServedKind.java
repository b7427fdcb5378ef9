package dev.countersign.cluster.manifests;

import dev.countersign.document.Value.ObjectValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A kind of objects as the API server's paths name it. Immutable.
 *
 * @param group empty for the core group
 * @param plural the last segment of a list's path
 * @param namespaced whether its objects are in namespaces
 */
record ServedKind(String group, String version, String kind, String plural, boolean namespaced) {
    /** Group and version, then kinds; {@code !} marks one without a namespace. */
    private static final List<String> COMMON = List.of(
            "v1 ConfigMap Endpoints Event LimitRange PersistentVolumeClaim Pod ReplicationController ResourceQuota Secret Service"
                    + " ServiceAccount !Namespace !Node !PersistentVolume",
            "apps/v1 ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet",
            "batch/v1 CronJob Job",
            "policy/v1 PodDisruptionBudget",
            "networking.k8s.io/v1 Ingress NetworkPolicy !IngressClass",
            "rbac.authorization.k8s.io/v1 Role RoleBinding !ClusterRole !ClusterRoleBinding",
            "storage.k8s.io/v1 !StorageClass",
            "scheduling.k8s.io/v1 !PriorityClass",
            "apiextensions.k8s.io/v1 !CustomResourceDefinition",
            "kyverno.io/v1 Policy !ClusterPolicy");

    /** The kinds that every cluster serves. */
    static List<ServedKind> common() {
        List<ServedKind> kinds = new ArrayList<>();
        for (String row : COMMON) {
            String[] words = row.split(" ", -1);
            for (int i = 1; i < words.length; i++) {
                boolean namespaced = !words[i].startsWith("!");
                kinds.add(of(words[0], namespaced ? words[i] : words[i].substring(1), namespaced));
            }
        }
        return kinds;
    }

    /** The kind of an object; of one that is not common, whether it states a namespace decides. */
    static ServedKind of(ObjectValue object) {
        String apiVersion = object.text("apiVersion").orElse("");
        String kind = object.text("kind").orElse("");
        return common().stream()
                .filter(known -> known.kind.equals(kind) && known.apiVersion().equals(apiVersion))
                .findFirst()
                .orElseGet(() -> of(
                        apiVersion,
                        kind,
                        object.object("metadata")
                                .flatMap(found -> found.text("namespace"))
                                .isPresent()));
    }

    private static ServedKind of(String apiVersion, String kind, boolean namespaced) {
        int slash = apiVersion.indexOf('/');
        return new ServedKind(
                slash < 0 ? "" : apiVersion.substring(0, slash),
                apiVersion.substring(slash + 1),
                kind,
                plural(kind.toLowerCase(Locale.ROOT)),
                namespaced);
    }

    /** {@code group/version}, or the version alone. */
    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** As error messages name it: {@code deployments.apps}. */
    String resource() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    private static String plural(String kind) {
        if (kind.equals("endpoints")) {
            return kind;
        }
        if (kind.endsWith("s") || kind.endsWith("x") || kind.endsWith("ch") || kind.endsWith("sh")) {
            return kind + "es";
        }
        boolean consonant =
                kind.endsWith("y") && kind.length() > 1 && "aeiou".indexOf(kind.charAt(kind.length() - 2)) < 0;
        return consonant ? kind.substring(0, kind.length() - 1) + "ies" : kind + "s";
    }
}
