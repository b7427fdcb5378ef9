package dev.countersign.engine.match;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.document.Value;
import dev.countersign.expression.matchcondition.CompiledMatchCondition;
import dev.countersign.expression.matchcondition.CompiledMatchCondition.Outcome;
import dev.countersign.expression.matchcondition.MatchConditionLanguage;
import dev.countersign.expression.matchcondition.MatchConditionLanguage.Compilation;
import dev.countersign.policy.FailurePolicy;
import dev.countersign.policy.MatchCondition;
import dev.countersign.policy.PolicySpec;
import dev.countersign.policy.WebhookConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The match conditions of one policy, compiled: whether the policy is asked at all. In a cluster the API server evaluates them before it
 * calls the webhook, and Kyverno's engine evaluates them once more (Kyverno spec 1.3, {@code webhookConfiguration.matchConditions}).
 * Immutable and thread-safe.
 */
public final class MatchConditions {
    /** The number of the divergence: a condition that cannot be evaluated refuses, unless the failure policy is Ignore. */
    static final String UNDECIDED = "D33";

    /** The number of the divergence: conditions speak of the request as the API server shows it. */
    static final String AS_THE_API_SERVER = "D34";

    private final List<Named> conditions;
    private final FailurePolicy failurePolicy;

    private record Named(String name, CompiledMatchCondition condition) {}

    /** Whether a policy is asked about a request. */
    public sealed interface Asked {
        /**
         * It is.
         *
         * @param divergences what its answers rest on
         */
        record Yes(List<String> divergences) implements Asked {
            public Yes {
                divergences = List.copyOf(divergences);
            }
        }

        /** It is not: it says nothing. */
        record No() implements Asked {}

        /**
         * Nobody can tell, and the policy's failure policy is Fail.
         *
         * @param message which condition, and why
         * @param divergences what this rests on
         */
        record Unknown(String message, List<String> divergences) implements Asked {
            public Unknown {
                divergences = List.copyOf(divergences);
            }
        }
    }

    private MatchConditions(List<Named> conditions, FailurePolicy failurePolicy) {
        this.conditions = List.copyOf(conditions);
        this.failurePolicy = failurePolicy;
    }

    /** Compiles the conditions of a policy. One that does not compile is one that can never be evaluated. */
    public static MatchConditions compile(PolicySpec spec, MatchConditionLanguage language) {
        List<Named> conditions = new ArrayList<>();
        for (MatchCondition written : spec.webhookConfiguration()
                .map(WebhookConfiguration::matchConditions)
                .orElse(List.of())) {
            Compilation compilation = language.compile(written.expression());
            conditions.add(new Named(
                    written.name(),
                    compilation instanceof Compilation.Compiled compiled
                            ? compiled.condition()
                            : variables -> new Outcome.Failed(((Compilation.Refused) compilation).message())));
        }
        return new MatchConditions(conditions, spec.effectiveFailurePolicy());
    }

    /**
     * Whether the policy is asked. It is where all conditions hold for the request as Kyverno's engine shows it to them, or as the API
     * server does; the API server's view decides whether it is not.
     */
    public Asked asked(AdmissionRequest request) {
        if (conditions.isEmpty() || evaluate(ConditionVariables.asKyverno(request)) instanceof Outcome.Holds) {
            return new Asked.Yes(List.of());
        }
        Outcome outcome = evaluate(ConditionVariables.asTheApiServer(request));
        if (outcome instanceof Outcome.Holds) {
            return new Asked.Yes(List.of(AS_THE_API_SERVER));
        }
        if (outcome instanceof Outcome.Failed failed && failurePolicy == FailurePolicy.FAIL) {
            return new Asked.Unknown(failed.message(), List.of(UNDECIDED));
        }
        return new Asked.No();
    }

    /** As Kubernetes: one condition that does not hold decides, whatever became of the others. */
    private Outcome evaluate(Map<String, Value> variables) {
        Outcome all = new Outcome.Holds();
        for (Named named : conditions) {
            Outcome outcome = named.condition().evaluate(variables);
            if (outcome instanceof Outcome.DoesNotHold) {
                return outcome;
            }
            if (outcome instanceof Outcome.Failed failed && all instanceof Outcome.Holds) {
                all = new Outcome.Failed(
                        "match condition '" + named.name() + "' cannot be evaluated: " + failed.message());
            }
        }
        return all;
    }
}
