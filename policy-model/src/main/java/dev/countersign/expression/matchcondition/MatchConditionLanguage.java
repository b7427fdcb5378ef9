package dev.countersign.expression.matchcondition;

import java.util.List;

/**
 * Reads the expressions of match conditions (Kyverno's field {@code webhookConfiguration.matchConditions}; in Kubernetes, CEL).
 * Implementations are thread-safe, do no I/O, and throw on no expression, however hostile.
 */
public interface MatchConditionLanguage {

    /** Reads one expression, which has to yield a boolean. */
    Compilation compile(String expression);

    /** The language of one who has none: it refuses every expression, and with it the policy. */
    static MatchConditionLanguage none() {
        return expression -> new Compilation.Refused("CEL is not evaluated by this version of Countersign", List.of());
    }

    /** What became of an expression. */
    sealed interface Compilation {
        /** It can be evaluated. */
        record Compiled(CompiledMatchCondition condition) implements Compilation {}

        /**
         * It cannot.
         *
         * @param message why, in Kubernetes' words where it has any: the place in the expression and the line itself are part of it
         * @param divergences numbers of {@code docs/divergences.md} that this rests on
         */
        record Refused(String message, List<String> divergences) implements Compilation {
            public Refused {
                divergences = List.copyOf(divergences);
            }
        }
    }
}
