package dev.countersign.policy.check;

import java.util.List;

/** A check that ends all checking, as Kyverno returns from its validation at the first error. */
final class PolicyRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Reason> reasons;
    private final transient List<String> divergences;

    PolicyRefused(String path, String message) {
        this(message, List.of(new Reason(path, message)));
    }

    PolicyRefused(String message, List<Reason> reasons) {
        this(message, reasons, List.of());
    }

    /** A refusal that rests on divergences: Kyverno may admit the policy. */
    PolicyRefused(String message, List<Reason> reasons, List<String> divergences) {
        super(message, null, false, false);
        this.reasons = List.copyOf(reasons);
        this.divergences = List.copyOf(divergences);
    }

    static void throwIfAny(List<FieldError> errors) throws PolicyRefused {
        if (!errors.isEmpty()) {
            throw new PolicyRefused(
                    FieldError.aggregate(errors),
                    errors.stream()
                            .distinct()
                            .map(error ->
                                    new Reason(error.path(), error.detail().isEmpty() ? error.body() : error.detail()))
                            .toList());
        }
    }

    /** Kyverno's text. */
    String text() {
        return String.valueOf(getMessage());
    }

    List<Reason> reasons() {
        return reasons;
    }

    List<String> divergences() {
        return divergences;
    }

    /** One thing that is wrong, and where. */
    record Reason(String path, String message) {}
}
