package dev.countersign.policy.read;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The kinds of objects that Kyverno's loader has a schema for: Kubernetes 1.32 and its own. */
final class KnownKinds {
    private static final String POLICY_KINDS = "ValidatingPolicy ImageValidatingPolicy MutatingPolicy GeneratingPolicy"
            + " DeletingPolicy NamespacedValidatingPolicy NamespacedImageValidatingPolicy NamespacedMutatingPolicy"
            + " NamespacedGeneratingPolicy NamespacedDeletingPolicy PolicyException";

    private static final Map<String, Set<String>> KINDS = Map.ofEntries(
            kinds("kyverno.io/v1", "ClusterPolicy Policy"),
            kinds("kyverno.io/v2beta1", "ClusterPolicy Policy PolicyException CleanupPolicy ClusterCleanupPolicy"),
            kinds(
                    "kyverno.io/v2",
                    "PolicyException CleanupPolicy ClusterCleanupPolicy UpdateRequest GlobalContextEntry"),
            kinds("kyverno.io/v2alpha1", "GlobalContextEntry"),
            kinds("policies.kyverno.io/v1", POLICY_KINDS),
            kinds("policies.kyverno.io/v1beta1", POLICY_KINDS),
            kinds("policies.kyverno.io/v1alpha1", POLICY_KINDS),
            kinds("reports.kyverno.io/v1", "EphemeralReport ClusterEphemeralReport"),
            kinds("wgpolicyk8s.io/v1alpha2", "PolicyReport ClusterPolicyReport"),
            kinds("openreports.io/v1alpha1", "Report ClusterReport"),
            kinds(
                    "v1",
                    "Binding ComponentStatus ConfigMap Endpoints Event LimitRange Namespace Node PersistentVolume"
                            + " PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service"
                            + " ServiceAccount Status"),
            kinds("apps/v1", "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet"),
            kinds("batch/v1", "CronJob Job"),
            kinds("networking.k8s.io/v1", "Ingress IngressClass NetworkPolicy"),
            kinds("networking.k8s.io/v1beta1", "IPAddress ServiceCIDR"),
            kinds("rbac.authorization.k8s.io/v1", "ClusterRole ClusterRoleBinding Role RoleBinding"),
            kinds("policy/v1", "Eviction PodDisruptionBudget"),
            kinds("autoscaling/v1", "HorizontalPodAutoscaler Scale"),
            kinds("autoscaling/v2", "HorizontalPodAutoscaler"),
            kinds("apiextensions.k8s.io/v1", "CustomResourceDefinition"),
            kinds(
                    "admissionregistration.k8s.io/v1",
                    "MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding"
                            + " ValidatingWebhookConfiguration"),
            kinds("admissionregistration.k8s.io/v1beta1", "ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding"),
            kinds(
                    "admissionregistration.k8s.io/v1alpha1",
                    "MutatingAdmissionPolicy MutatingAdmissionPolicyBinding ValidatingAdmissionPolicy"
                            + " ValidatingAdmissionPolicyBinding"),
            kinds("storage.k8s.io/v1", "CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment"),
            kinds("scheduling.k8s.io/v1", "PriorityClass"),
            kinds("coordination.k8s.io/v1", "Lease"),
            kinds("discovery.k8s.io/v1", "EndpointSlice"),
            kinds("events.k8s.io/v1", "Event"),
            kinds("certificates.k8s.io/v1", "CertificateSigningRequest"),
            kinds("node.k8s.io/v1", "RuntimeClass"),
            kinds("apiregistration.k8s.io/v1", "APIService"),
            kinds("flowcontrol.apiserver.k8s.io/v1", "FlowSchema PriorityLevelConfiguration"),
            kinds("authentication.k8s.io/v1", "SelfSubjectReview TokenRequest TokenReview"),
            kinds(
                    "authorization.k8s.io/v1",
                    "LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview"));

    private KnownKinds() {}

    private static Map.Entry<String, Set<String>> kinds(String groupVersion, String kinds) {
        return Map.entry(groupVersion, Arrays.stream(kinds.split(" ", -1)).collect(Collectors.toUnmodifiableSet()));
    }

    static boolean hasGroupVersion(String groupVersion) {
        return KINDS.containsKey(groupVersion);
    }

    static boolean has(String groupVersion, String kind) {
        return KINDS.getOrDefault(groupVersion, Set.of()).contains(kind);
    }

    /** Whether Kyverno's loader takes this kind as a policy of the newer, CEL-based kinds. */
    static boolean isPolicyOfOtherKind(String groupVersion, String kind) {
        return groupVersion.startsWith("policies.kyverno.io/") && !kind.equals("PolicyException")
                || groupVersion.startsWith("admissionregistration.k8s.io/") && kind.contains("AdmissionPolicy");
    }
}
