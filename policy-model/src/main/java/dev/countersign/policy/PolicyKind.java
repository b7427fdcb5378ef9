package dev.countersign.policy;

/** The two kinds of policies. */
public enum PolicyKind {
    /** Cluster scoped. */
    CLUSTER_POLICY("ClusterPolicy"),
    /** Namespaced: speaks only of objects of its own namespace. */
    POLICY("Policy");

    private final String kind;

    PolicyKind(String kind) {
        this.kind = kind;
    }

    /** The kind as documents write it. */
    public String kind() {
        return kind;
    }
}
