package dev.countersign.policy.check;

import java.util.List;

/** A check that ends all checking, as Kyverno returns from its validation at the first error. */
final class PolicyRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Reason> reasons;

    PolicyRefused(String path, String message) {
        this(message, List.of(new Reason(path, message)));
    }

    PolicyRefused(String message, List<Reason> reasons) {
        super(message, null, false, false);
        this.reasons = List.copyOf(reasons);
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

    /** One thing that is wrong, and where. */
    record Reason(String path, String message) {}
}
