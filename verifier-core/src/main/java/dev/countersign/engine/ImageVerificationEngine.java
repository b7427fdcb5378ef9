package dev.countersign.engine;

import dev.countersign.admission.AdmissionAnswer;
import dev.countersign.admission.AdmissionRequest;
import dev.countersign.admission.AdmissionReviewCodec;
import dev.countersign.admission.AdmissionReviewException;
import dev.countersign.admission.JsonPatch;
import dev.countersign.admission.JsonPatchException;
import dev.countersign.admission.Operation;
import dev.countersign.admission.PatchOperation;
import dev.countersign.cluster.ClusterReader;
import dev.countersign.crypto.Cryptography;
import dev.countersign.document.Issue;
import dev.countersign.document.Value;
import dev.countersign.engine.context.ContextSources;
import dev.countersign.engine.context.GlobalContext;
import dev.countersign.engine.context.ServiceCalls;
import dev.countersign.expression.function.FunctionContext;
import dev.countersign.expression.function.HostResolver;
import dev.countersign.expression.matchcondition.MatchConditionLanguage;
import dev.countersign.policy.FailurePolicy;
import dev.countersign.policy.KyvernoConfiguration;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyException;
import dev.countersign.policy.check.KindDiscovery;
import dev.countersign.policy.check.PolicyAdmission;
import dev.countersign.registry.Deadline;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Registries;
import dev.countersign.registry.Registry;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.source.TrustRoots;
import dev.countersign.verify.ImageVerifier;
import dev.countersign.verify.KeyResolver;
import dev.countersign.verify.VerificationContext;
import dev.countersign.verify.kyverno.KyvernoVerifier;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Answers admissions by policies. Immutable and thread-safe; the policies are compiled once, when it is built, without any I/O.
 *
 * <pre>{@code
 * ImageVerificationEngine engine = ImageVerificationEngine.builder()
 *         .policies(PolicyReader.read(Path.of("policies")).orThrow())
 *         .registry(Registries.http().build())
 *         .build();
 * byte[] answer = engine.review(admissionReviewBytes);
 * }</pre>
 */
public final class ImageVerificationEngine {
    /** No more bytes of manifests and blobs are fetched for one request: 256 MiB, over all images and policies. */
    static final long MAX_REQUEST_BYTES = 256L << 20;

    /** No more questions for manifests and referrers are asked for one request. */
    static final long MAX_REQUEST_QUESTIONS = 1 << 14;

    private final PolicyIndex policies;
    private final Registry registry;
    private final TrustRoot trustRoot;
    private final ClusterReader cluster;
    private final KyvernoConfiguration configuration;
    private final RuleExceptions exceptions;
    private final KeyResolver keyResolver;
    private final Cryptography cryptography;
    private final Clock clock;
    private final RandomGenerator random;
    private final ImageVerifier imageVerifier;
    private final LongSupplier nanoTime;
    private final ServiceCalls services;
    private final boolean imageData;
    private final GlobalContext globals;

    private ImageVerificationEngine(Builder builder, Registry registry) {
        this.registry = registry;
        this.trustRoot = builder.trustRoot;
        this.cluster = builder.cluster;
        this.configuration = builder.configuration;
        this.exceptions = new RuleExceptions(builder.exceptions);
        this.keyResolver = builder.keyResolver;
        this.cryptography = builder.cryptography;
        this.clock = builder.clock;
        this.random = builder.random;
        this.imageVerifier = builder.imageVerifier;
        this.nanoTime = builder.nanoTime;
        this.services = builder.services;
        this.imageData = builder.imageData;
        this.globals = builder.globals;
        List<CompiledPolicy> compiled = new ArrayList<>();
        builder.policies.forEach(
                policy -> compiled.add(CompiledPolicy.compile(policy, builder.imageVerifier, builder.conditions)));
        this.policies = PolicyIndex.of(compiled);
    }

    /** A new builder. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The answer to a webhook's whole body: both phases in one ({@link #decide}).
     *
     * @param admissionReview JSON of an AdmissionReview with a request, at most 16 MiB
     * @return JSON of an AdmissionReview with a response
     * @throws AdmissionReviewException when the bytes are no such review; answer the caller with HTTP status 400 then
     */
    public byte[] review(byte[] admissionReview) throws AdmissionReviewException {
        AdmissionRequest request = AdmissionReviewCodec.read(admissionReview);
        return AdmissionReviewCodec.write(request, decide(request).answer());
    }

    /**
     * The decision over both phases: what Kyverno's mutating webhook and then, over the patched object, its validating webhook
     * answer.
     */
    public AdmissionDecision decide(AdmissionRequest request) {
        PhaseDecision verify = mutate(request);
        if (!verify.answer().allowed()) {
            return new AdmissionDecision(verify.answer(), verify.policies(), List.of());
        }
        AdmissionRequest patched;
        try {
            patched = patched(request, verify.answer().patch());
        } catch (JsonPatchException e) {
            return new AdmissionDecision(unpatchable(e, verify.answer().warnings()), verify.policies(), List.of());
        }
        PhaseDecision validate = ForgedAnnotation.isIn(patched, verify.answer().patch())
                ? ForgedAnnotation.resting(validate(ForgedAnnotation.removedFrom(patched)))
                : validate(patched);
        List<String> warnings = new ArrayList<>(verify.answer().warnings());
        warnings.addAll(validate.answer().warnings());
        AdmissionAnswer answer = validate.answer().allowed()
                ? new AdmissionAnswer(true, "", warnings, verify.answer().patch())
                : new AdmissionAnswer(false, validate.answer().message(), warnings, List.of());
        return new AdmissionDecision(answer, verify.policies(), validate.policies());
    }

    /**
     * What Kyverno's mutating webhook answers: the verify phase. Policies whose failure policy is Ignore come before those whose
     * failure policy is Fail, as Kyverno registers them. A tag is resolved once for all policies; the time of each policy runs from
     * the beginning of the call, so that the whole call takes no longer than the longest of them.
     */
    public PhaseDecision mutate(AdmissionRequest request) {
        List<PolicyResponse> all = new ArrayList<>();
        List<PatchOperation> patch = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        AdmissionRequest current = request;
        FailureActions actions = new FailureActions(request.namespace(), new NamespaceLabels(cluster));
        Deadlines deadlines = new Deadlines(nanoTime);
        Map<String, Digest> fixed = new HashMap<>();
        Registry bounded = Registries.budgeted(registry, MAX_REQUEST_BYTES, MAX_REQUEST_QUESTIONS);
        TrustRoot trust = TrustRoots.pinned(trustRoot);
        List<CompiledPolicy> concerned = policies.about(request);
        for (FailurePolicy group : FailurePolicy.values()) {
            List<PolicyResponse> responses = new ArrayList<>();
            List<PolicyResponse> changing = new ArrayList<>();
            for (CompiledPolicy policy : concerned) {
                if (policy.policy().spec().effectiveFailurePolicy() == group) {
                    PolicyResponse response = verify(
                            policy,
                            current,
                            trust,
                            new VerifyPhase.Images(
                                    bounded, deadlines.of(policy.policy().spec()), fixed));
                    boolean asked = policy.isAsked(current);
                    responses.add(asked ? response : response.resting(CompiledPolicy.NOT_ASKED));
                    if (asked || current.operation() != Operation.DELETE) {
                        changing.add(response);
                    }
                }
            }
            PhaseDecision decision =
                    Webhook.answer(current, group, actions, responses, MutatingPatch.of(current, changing));
            all.addAll(decision.policies());
            AdmissionAnswer answer = decision.answer();
            warnings.addAll(answer.warnings());
            if (!answer.allowed()) {
                return new PhaseDecision(new AdmissionAnswer(false, answer.message(), warnings, List.of()), all);
            }
            try {
                current = patched(current, answer.patch());
            } catch (JsonPatchException e) {
                return new PhaseDecision(unpatchable(e, warnings), all);
            }
            patch.addAll(answer.patch());
        }
        return new PhaseDecision(new AdmissionAnswer(true, "", warnings, patch), all);
    }

    /**
     * What Kyverno's validating webhook answers: the validate phase, over the object as patched by the mutating webhook. It believes the
     * annotations of the object, which anybody can write: it proves something only of an object that {@link #mutate} of these very
     * policies has seen. {@link #decide} does both.
     */
    public PhaseDecision validate(AdmissionRequest request) {
        List<PolicyResponse> all = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        FailureActions actions = new FailureActions(request.namespace(), new NamespaceLabels(cluster));
        RuleSelection selection = selection(request);
        Deadlines deadlines = new Deadlines(nanoTime);
        Registry bounded = Registries.budgeted(registry, MAX_REQUEST_BYTES, MAX_REQUEST_QUESTIONS);
        List<CompiledPolicy> concerned = policies.about(request);
        for (FailurePolicy group : FailurePolicy.values()) {
            List<PolicyResponse> responses = new ArrayList<>();
            for (CompiledPolicy policy : concerned) {
                if (policy.policy().spec().effectiveFailurePolicy() == group) {
                    Deadline deadline = deadlines.of(policy.policy().spec());
                    PolicyResponse response = new ValidatePhase(
                                    policy, request, selection, variables(policy, request, bounded, deadline))
                            .run();
                    responses.add(policy.isAsked(request) ? response : response.resting(CompiledPolicy.NOT_ASKED));
                }
            }
            PhaseDecision decision = Webhook.answer(request, group, actions, responses, List.of());
            all.addAll(decision.policies());
            AdmissionAnswer answer = decision.answer();
            warnings.addAll(answer.warnings());
            if (!answer.allowed()) {
                return new PhaseDecision(new AdmissionAnswer(false, answer.message(), warnings, List.of()), all);
            }
        }
        return new PhaseDecision(new AdmissionAnswer(true, "", warnings, List.of()), all);
    }

    private PolicyResponse verify(
            CompiledPolicy policy, AdmissionRequest request, TrustRoot trust, VerifyPhase.Images images) {
        return new VerifyPhase(
                        policy,
                        request,
                        selection(request),
                        images,
                        variables(policy, request, images.registry(), images.deadline()),
                        new VerificationContext(cryptography, trust, cluster, keyResolver, clock.instant()))
                .run();
    }

    private RuleSelection selection(AdmissionRequest request) {
        return new RuleSelection(request, cluster, configuration, exceptions, functions());
    }

    private RuleVariables variables(
            CompiledPolicy policy, AdmissionRequest request, Registry bounded, Deadline deadline) {
        return new RuleVariables(
                policy.policy(),
                request,
                new ContextSources(cluster, bounded, imageData, services, globals, deadline),
                functions(),
                imageVerifier);
    }

    private FunctionContext functions() {
        return new FunctionContext(clock, random, HostResolver.NONE, configuration.references());
    }

    /** The object has no place for the patch: its metadata is no object, for one. */
    private static AdmissionAnswer unpatchable(JsonPatchException problem, List<String> warnings) {
        return new AdmissionAnswer(
                false,
                "the object cannot take the images' digests and annotations: " + problem.getMessage(),
                warnings,
                List.of());
    }

    /** The request over the object as a patch leaves it. */
    private static AdmissionRequest patched(AdmissionRequest request, List<PatchOperation> patch)
            throws JsonPatchException {
        Optional<Value.ObjectValue> object = request.object();
        if (object.isEmpty() || patch.isEmpty() || request.operation() == Operation.DELETE) {
            return request;
        }
        return request.withObject(JsonPatch.apply(object.get(), patch));
    }

    /** Collects what an engine needs. Not thread-safe. */
    public static final class Builder {
        private List<Policy> policies = List.of();
        private List<PolicyException> exceptions = List.of();
        private KyvernoConfiguration configuration = KyvernoConfiguration.DEFAULT;
        private @Nullable Registry registry;
        private TrustRoot trustRoot = TrustRoot.none();
        private ClusterReader cluster = ClusterReader.empty();
        private KindDiscovery kinds = KindDiscovery.EVERY;
        private KeyResolver keyResolver = KeyResolver.none();
        private ImageVerifier imageVerifier = new KyvernoVerifier();
        private Cryptography cryptography = Cryptography.bouncyCastle();
        private Clock clock = Clock.systemUTC();
        private RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        private LongSupplier nanoTime = System::nanoTime;
        private MatchConditionLanguage conditions = MatchConditionLanguage.none();
        private ServiceCalls services = ServiceCalls.none();
        private boolean imageData = true;
        private GlobalContext globals = GlobalContext.empty();

        private Builder() {}

        /** Policies, in the order in which they are evaluated. Default: none, and everything is allowed. */
        public Builder policies(List<Policy> some) {
            policies = List.copyOf(some);
            return this;
        }

        /**
         * Exceptions: objects that rules of the policies leave alone. Kyverno takes them only where the installation says so, and only
         * from the namespace that it names; the caller who passes them has decided that. Default: none.
         */
        public Builder exceptions(List<PolicyException> some) {
            exceptions = List.copyOf(some);
            return this;
        }

        /** What Kyverno's own ConfigMap says. Default: nothing. */
        public Builder configuration(KyvernoConfiguration some) {
            configuration = some;
            return this;
        }

        /** Where images and signatures are. Default: registries over HTTPS, without a login. */
        public Builder registry(Registry some) {
            registry = some;
            return this;
        }

        /** Trust where policies bring none of their own. Default: none. */
        public Builder trustRoot(TrustRoot some) {
            trustRoot = some;
            return this;
        }

        /** The cluster. Default: one that holds nothing. */
        public Builder cluster(ClusterReader some) {
            cluster = some;
            return this;
        }

        /**
         * The kinds that the cluster serves: of a policy for another kind, Kyverno checks less. Default: every kind is served, so that
         * every check is made.
         */
        public Builder kinds(KindDiscovery some) {
            kinds = some;
            return this;
        }

        /** Finds public keys that policies name in key management systems. Default: none, and such names are refused. */
        public Builder keyResolver(KeyResolver some) {
            keyResolver = some;
            return this;
        }

        /**
         * What reads and evaluates {@code webhookConfiguration.matchConditions}. Default: none, and policies that have any are refused;
         * the artifact countersign-match-conditions-cel holds one.
         */
        public Builder matchConditions(MatchConditionLanguage some) {
            conditions = some;
            return this;
        }

        /**
         * Whether context entries of kind {@code imageRegistry} ask the registry. Where they may not, they yield nothing, and a query that
         * needs one fails, as in Kyverno's command line without {@code --registry}. Default: they may.
         */
        public Builder imageData(boolean asked) {
            imageData = asked;
            return this;
        }

        /** Servers that context entries may call. Default: none. */
        public Builder services(ServiceCalls some) {
            services = some;
            return this;
        }

        /** What {@code globalReference} speaks of. Default: nothing. */
        public Builder globalContext(GlobalContext some) {
            globals = some;
            return this;
        }

        /** How attestors are judged. Default: {@link KyvernoVerifier}. */
        public Builder imageVerifier(ImageVerifier some) {
            imageVerifier = some;
            return this;
        }

        /** What computes signatures. Default: Bouncy Castle. */
        public Builder cryptography(Cryptography some) {
            cryptography = some;
            return this;
        }

        /** The wall clock, which decides about certificates. Default: the system's. */
        public Builder clock(Clock some) {
            clock = some;
            return this;
        }

        /** Randomness for the function {@code random} of expressions; thread-safe. Default: the system's. */
        public Builder random(RandomGenerator some) {
            random = some;
            return this;
        }

        /** The monotonic clock in nanoseconds, which decides about deadlines. Default: the system's. */
        public Builder nanoTime(LongSupplier some) {
            nanoTime = some;
            return this;
        }

        /**
         * Compiles the policies; no I/O. A policy that Kyverno would refuse when it is created never takes part: a service learns of it
         * here, before it answers its first request, and one that reloads its policies goes on with the engine that it has.
         *
         * @throws RefusedPolicyException when {@link PolicyAdmission} refuses a policy; of all of them, every error
         */
        public ImageVerificationEngine build() throws RefusedPolicyException {
            List<Issue> refused = policies.stream()
                    .flatMap(policy -> PolicyAdmission.check(policy, kinds, conditions).issues().stream())
                    .filter(issue -> issue.severity() == Issue.Severity.ERROR)
                    .toList();
            if (!refused.isEmpty()) {
                throw new RefusedPolicyException(refused);
            }
            Registry chosen = registry;
            return new ImageVerificationEngine(
                    this, chosen == null ? Registries.http().build() : chosen);
        }
    }
}
