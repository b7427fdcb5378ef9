package dev.countersign.verify;

import java.util.List;

/**
 * The answer to one question about an image. Immutable.
 *
 * <p>{@link Rejected} is proven; {@link Indeterminate} means that it could not be found out. The engine maps both to Kyverno's
 * {@code fail} and {@code error}.
 */
public sealed interface Verdict {

    /** Numbers of {@code docs/divergences.md} that the answer rests on: {@code D01}. Empty where Kyverno answers alike. */
    List<String> divergences();

    /**
     * It is signed as asked.
     *
     * @param digest the digest that the signatures speak of
     * @param evidence what proves it, an item a signature
     * @param divergences see {@link Verdict#divergences}
     */
    record Verified(String digest, List<Evidence> evidence, List<String> divergences) implements Verdict {
        public Verified {
            evidence = List.copyOf(evidence);
            divergences = List.copyOf(divergences);
        }
    }

    /** It is not verified. */
    sealed interface NotVerified extends Verdict {
        /** Why, in Kyverno's words. */
        String message();

        /** Why, for people. */
        List<Reason> reasons();
    }

    /**
     * It is proven not to be signed as asked.
     *
     * @param message in Kyverno's words
     * @param reasons for people
     * @param divergences see {@link Verdict#divergences}
     */
    record Rejected(String message, List<Reason> reasons, List<String> divergences) implements NotVerified {
        public Rejected {
            reasons = List.copyOf(reasons);
            divergences = List.copyOf(divergences);
        }
    }

    /**
     * It could not be found out.
     *
     * @param message in Kyverno's words
     * @param reasons for people
     * @param unreachable whether no connection was possible, which Kyverno tells as status {@code error}
     * @param divergences see {@link Verdict#divergences}
     */
    record Indeterminate(String message, List<Reason> reasons, boolean unreachable, List<String> divergences)
            implements NotVerified {
        public Indeterminate {
            reasons = List.copyOf(reasons);
            divergences = List.copyOf(divergences);
        }
    }
}
