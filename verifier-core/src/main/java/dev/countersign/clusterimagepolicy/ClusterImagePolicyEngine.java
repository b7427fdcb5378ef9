package dev.countersign.clusterimagepolicy;

import dev.countersign.cluster.ClusterReader;
import dev.countersign.crypto.Cryptography;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.policy.sigstore.ClusterImagePolicy;
import dev.countersign.policy.sigstore.ClusterImagePolicyReader;
import dev.countersign.registry.Deadline;
import dev.countersign.registry.Registry;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.resource.ClusterTrustRoots;
import dev.countersign.trust.source.TrustRoots;
import dev.countersign.verify.KeyResolver;
import dev.countersign.verify.VerificationContext;
import dev.countersign.verify.bundle.BundleLookup;
import dev.countersign.verify.cosign.CosignLookup;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Answers for objects what policy-controller answers under ClusterImagePolicies. Every policy that selects an image must be satisfied, by
 * any of its authorities; nothing is asked before {@link #decide}, and each answer rests on one snapshot of each trust root. Immutable and
 * thread-safe.
 */
public final class ClusterImagePolicyEngine {
    private final List<ClusterImagePolicy> policies;
    private final Function<String, TrustRoot> trustRoots;
    private final TrustRoot trustRoot;
    private final Registry registry;
    private final ClusterReader cluster;
    private final KeyResolver keyResolver;
    private final Cryptography cryptography;
    private final InstantSource clock;
    private final Duration timeout;
    private final NoMatchPolicy noMatchPolicy;
    private final String systemNamespace;
    private final CosignLookup cosign = new CosignLookup();
    private final BundleLookup bundles = new BundleLookup();

    private ClusterImagePolicyEngine(Builder builder) {
        this.policies = List.copyOf(builder.policies);
        this.trustRoots = builder.trustRoots;
        this.trustRoot = builder.trustRoot;
        this.registry = builder.registry;
        this.cluster = builder.cluster;
        this.keyResolver = builder.keyResolver;
        this.cryptography = builder.cryptography;
        this.clock = builder.clock;
        this.timeout = builder.timeout;
        this.noMatchPolicy = builder.noMatchPolicy;
        this.systemNamespace = builder.systemNamespace;
    }

    /** An engine over a registry, with everything else as an unconfigured policy-controller has it. */
    public static Builder builder(Registry registry) {
        return new Builder(registry);
    }

    /**
     * The answer for an object: a Pod, or a ReplicaSet, Deployment, DaemonSet, StatefulSet, Job or CronJob with its template. An object of
     * another kind has no images, and is admitted.
     */
    public ImagePolicyDecision decide(ObjectValue object) {
        VerificationContext context = new VerificationContext(
                cryptography, TrustRoots.pinned(trustRoot), cluster, keyResolver, clock.instant());
        Map<String, TrustRoot> pinned = new HashMap<>();
        PolicyJudge judge = new PolicyJudge(
                new AuthorityJudge(
                        new BundleJudge(bundles, context),
                        cosign,
                        name -> pinned.computeIfAbsent(
                                name,
                                // found within, so that a function that fails is a trust root that has nothing
                                one -> TrustRoots.pinned(
                                        () -> trustRoots.apply(one).snapshot())),
                        context),
                new AuthorityKeys(context, systemNamespace));
        String namespace = object.object("metadata")
                .flatMap(metadata -> metadata.text("namespace"))
                .filter(name -> !name.isEmpty())
                .orElse("default");
        Admission admission = new Admission(
                policies, judge, new PolicySelection(object), noMatchPolicy, registry, Deadline.in(timeout), namespace);
        for (ObjectImages.Found found : ObjectImages.of(object)) {
            admission.look(found);
        }
        return admission.decision();
    }

    /** Makes an engine. Not thread-safe. */
    public static final class Builder {
        private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

        private final Registry registry;
        private List<ClusterImagePolicy> policies = new ArrayList<>();
        private Function<String, TrustRoot> trustRoots = known(Map.of());
        private TrustRoot trustRoot = TrustRoot.none();
        private ClusterReader cluster = ClusterReader.empty();
        private KeyResolver keyResolver = KeyResolver.none();
        private Cryptography cryptography = Cryptography.bouncyCastle();
        private InstantSource clock = InstantSource.system();
        private Duration timeout = DEFAULT_TIMEOUT;
        private NoMatchPolicy noMatchPolicy = NoMatchPolicy.DENY;
        private String systemNamespace = ClusterImagePolicyReader.Options.DEFAULT.systemNamespace();

        private Builder(Registry registry) {
            this.registry = registry;
        }

        /** The policies. */
        public Builder policies(List<ClusterImagePolicy> all) {
            policies = List.copyOf(all);
            return this;
        }

        /** The TrustRoots by their names, for {@code trustRootRef}. */
        public Builder trustRoots(Map<String, TrustRoot> byName) {
            return trustRoots(known(Map.copyOf(byName)));
        }

        /**
         * Finds the TrustRoot of a name, for {@code trustRootRef}, when a policy needs it: {@link ClusterTrustRoots#named} asks a cluster.
         *
         * @param named thread-safe; of a name that is not known a trust root that is {@linkplain TrustRootException#isWithdrawn withdrawn}
         */
        public Builder trustRoots(Function<String, TrustRoot> named) {
            trustRoots = named;
            return this;
        }

        private static Function<String, TrustRoot> known(Map<String, TrustRoot> byName) {
            return name -> byName.getOrDefault(name, () -> {
                throw TrustRootException.withdrawn("there is no TrustRoot " + name);
            });
        }

        /** What counts where a policy names no TrustRoot: the public deployment in policy-controller; by default nothing. */
        public Builder trustRoot(TrustRoot process) {
            trustRoot = process;
            return this;
        }

        /** Holds Secrets with keys and logins; by default none. */
        public Builder cluster(ClusterReader reader) {
            cluster = reader;
            return this;
        }

        /** Finds keys of key management systems; by default none. */
        public Builder keyResolver(KeyResolver resolver) {
            keyResolver = resolver;
            return this;
        }

        /** Computes signatures. */
        public Builder cryptography(Cryptography computing) {
            cryptography = computing;
            return this;
        }

        /** Tells the time. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** How long one object may take; 10 seconds by default. */
        public Builder timeout(Duration most) {
            timeout = most;
            return this;
        }

        /** What becomes of an image that no policy selects; it is refused by default. */
        public Builder noMatchPolicy(NoMatchPolicy policy) {
            noMatchPolicy = policy;
            return this;
        }

        /** The namespace with the Secrets of keys; {@code cosign-system} by default. */
        public Builder systemNamespace(String namespace) {
            systemNamespace = namespace;
            return this;
        }

        /** The engine. Does no I/O. */
        public ClusterImagePolicyEngine build() {
            return new ClusterImagePolicyEngine(this);
        }
    }
}
