package dev.countersign.verify;

/** An attestor cannot look at any signature: the verdict stands already. Never leaves this package. */
final class UndecidableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Verdict verdict;

    UndecidableException(Verdict verdict) {
        super(verdict.toString(), null, false, false);
        this.verdict = verdict;
    }

    Verdict verdict() {
        return verdict;
    }
}
