package dev.countersign.policy.check;

import dev.countersign.image.Wildcard;
import dev.countersign.policy.KindSelector;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The kinds that the API server itself serves, by group and version. */
final class BuiltInKinds implements KindDiscovery {
    /**
     * Group and version, then the kinds: {@code !} marks one without a namespace, and its subresources follow after slashes,
     * each with its own kind after a colon where that differs.
     */
    private static final List<String> TABLE = List.of(
            "v1 Binding ConfigMap Endpoints Event LimitRange PersistentVolumeClaim/status"
                    + " Pod/attach:PodAttachOptions/binding:Binding/ephemeralcontainers/eviction:Eviction"
                    + "/exec:PodExecOptions/log/portforward:PodPortForwardOptions/proxy:PodProxyOptions/resize/status"
                    + " PodTemplate ReplicationController/scale:Scale/status ResourceQuota/status Secret"
                    + " Service/proxy:ServiceProxyOptions/status ServiceAccount/token:TokenRequest"
                    + " !ComponentStatus !Namespace/finalize/status !Node/proxy:NodeProxyOptions/status"
                    + " !PersistentVolume/status",
            "apps/v1 ControllerRevision DaemonSet/status Deployment/scale:Scale/status ReplicaSet/scale:Scale/status"
                    + " StatefulSet/scale:Scale/status",
            "batch/v1 CronJob/status Job/status",
            "autoscaling/v1 HorizontalPodAutoscaler/status",
            "autoscaling/v2 HorizontalPodAutoscaler/status",
            "policy/v1 PodDisruptionBudget/status",
            "networking.k8s.io/v1 Ingress/status NetworkPolicy !IngressClass !IPAddress !ServiceCIDR/status",
            "rbac.authorization.k8s.io/v1 Role RoleBinding !ClusterRole !ClusterRoleBinding",
            "storage.k8s.io/v1 CSIStorageCapacity !CSIDriver !CSINode !StorageClass !VolumeAttachment/status"
                    + " !VolumeAttributesClass",
            "scheduling.k8s.io/v1 !PriorityClass",
            "node.k8s.io/v1 !RuntimeClass",
            "coordination.k8s.io/v1 Lease",
            "discovery.k8s.io/v1 EndpointSlice",
            "events.k8s.io/v1 Event",
            "resource.k8s.io/v1 ResourceClaim/status ResourceClaimTemplate !DeviceClass !ResourceSlice",
            "certificates.k8s.io/v1 !CertificateSigningRequest/approval/status",
            "admissionregistration.k8s.io/v1 !MutatingWebhookConfiguration !ValidatingWebhookConfiguration"
                    + " !ValidatingAdmissionPolicy/status !ValidatingAdmissionPolicyBinding",
            "apiextensions.k8s.io/v1 !CustomResourceDefinition/status",
            "apiregistration.k8s.io/v1 !APIService/status",
            "flowcontrol.apiserver.k8s.io/v1 !FlowSchema/status !PriorityLevelConfiguration/status",
            "authentication.k8s.io/v1 !TokenReview !SelfSubjectReview",
            "authorization.k8s.io/v1 LocalSubjectAccessReview !SelfSubjectAccessReview !SelfSubjectRulesReview"
                    + " !SubjectAccessReview");

    private final List<Served> served;
    private final Set<String> clusterKinds;

    BuiltInKinds() {
        List<Served> all = new ArrayList<>();
        Set<String> withoutNamespace = new LinkedHashSet<>();
        for (String row : TABLE) {
            String[] words = row.split(" ", -1);
            int slash = words[0].indexOf('/');
            String group = slash < 0 ? "" : words[0].substring(0, slash);
            String version = words[0].substring(slash + 1);
            for (int i = 1; i < words.length; i++) {
                boolean namespaced = words[i].charAt(0) != '!';
                String[] parts = words[i].substring(namespaced ? 0 : 1).split("/", -1);
                List<Subresource> subresources = new ArrayList<>();
                for (int j = 1; j < parts.length; j++) {
                    int colon = parts[j].indexOf(':');
                    subresources.add(
                            colon < 0
                                    ? new Subresource(parts[j], parts[0])
                                    : new Subresource(parts[j].substring(0, colon), parts[j].substring(colon + 1)));
                }
                all.add(new Served(group, version, parts[0], subresources));
                if (!namespaced) {
                    withoutNamespace.add(parts[0]);
                    withoutNamespace.add(words[0] + "/" + parts[0]);
                }
            }
        }
        served = List.copyOf(all);
        clusterKinds = Set.copyOf(withoutNamespace);
    }

    @Override
    public boolean finds(KindSelector selector) {
        List<Served> parents =
                served.stream().filter(kind -> kind.isSelected(selector)).toList();
        if (!selector.subresource().isEmpty()) {
            return parents.stream()
                    .flatMap(parent -> parent.subresources.stream())
                    .anyMatch(subresource -> Wildcard.matches(selector.subresource(), subresource.name));
        }
        return !parents.isEmpty()
                || served.stream()
                        .filter(kind -> Wildcard.matches(selector.group(), kind.group)
                                && Wildcard.matches(selector.version(), kind.version))
                        .flatMap(kind -> kind.subresources.stream())
                        .anyMatch(subresource -> Wildcard.matches(selector.kind(), subresource.kind));
    }

    @Override
    public Set<String> clusterKinds() {
        return clusterKinds;
    }

    private record Subresource(String name, String kind) {}

    private record Served(String group, String version, String kind, List<Subresource> subresources) {
        boolean isSelected(KindSelector selector) {
            return Wildcard.matches(selector.group(), group)
                    && Wildcard.matches(selector.version(), version)
                    && Wildcard.matches(selector.kind(), kind);
        }
    }
}
