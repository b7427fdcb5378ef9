package dev.countersign.verify.attestor;

import dev.countersign.verify.Verdict;

/** An attestor cannot look at any signature: the verdict stands already. Never leaves a verifier. */
public final class UndecidableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Verdict.NotVerified verdict;

    /** With the verdict that stands. */
    public UndecidableException(Verdict.NotVerified verdict) {
        super(verdict.toString(), null, false, false);
        this.verdict = verdict;
    }

    /** What the attestor answers. */
    public Verdict.NotVerified verdict() {
        return verdict;
    }
}
