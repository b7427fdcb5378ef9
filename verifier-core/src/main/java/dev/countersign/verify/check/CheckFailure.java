package dev.countersign.verify.check;

import dev.countersign.verify.Reason;
import java.util.Optional;

/**
 * A check did not hold. The message is in the exact words of cosign and the Go libraries, without the prefixes of the pipeline;
 * the reason says for people what was found, what was expected, and what to do.
 */
public final class CheckFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Reason reason;
    private final String divergence;

    /** A failure that Kyverno shares. */
    public CheckFailure(String message, Reason reason) {
        this(message, reason, "");
    }

    /**
     * A failure that rests on a numbered divergence.
     *
     * @param divergence {@code D01}; empty: Kyverno fails too
     */
    public CheckFailure(String message, Reason reason, String divergence) {
        super(message);
        this.reason = reason;
        this.divergence = divergence;
    }

    /** The words of cosign. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** The same for people. */
    public Reason reason() {
        return reason;
    }

    /** The number of the divergence that alone makes this a failure; empty where Kyverno fails too. */
    public Optional<String> divergence() {
        return divergence.isEmpty() ? Optional.empty() : Optional.of(divergence);
    }

    /** The same failure with words before it, as the pipeline's steps add them. */
    public CheckFailure prefixed(String words) {
        CheckFailure prefixed = new CheckFailure(words + getMessage(), reason, divergence);
        prefixed.initCause(this);
        return prefixed;
    }

    /** The same failure, resting on a divergence if it rests on none yet. */
    public CheckFailure resting(String number) {
        CheckFailure resting = new CheckFailure(getMessage(), reason, divergence.isEmpty() ? number : divergence);
        resting.initCause(this);
        return resting;
    }

    static CheckFailure of(String code, String message, String found, String expected, String remedy) {
        return new CheckFailure(message, new Reason(code, "", Explanation.of(code, message), found, expected, remedy));
    }

    static CheckFailure divergent(
            String number, String code, String message, String found, String expected, String remedy) {
        return new CheckFailure(
                message, new Reason(code, "", Explanation.of(code, message), found, expected, remedy), number);
    }
}
