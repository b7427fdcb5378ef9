package dev.countersign.verify.lint;

import dev.countersign.document.Issue.Severity;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.Policy;
import dev.countersign.policy.check.lint.Lint;
import dev.countersign.policy.check.lint.LintFinding;
import dev.countersign.policy.check.lint.LintRule;
import dev.countersign.policy.check.lint.PlacedIdentity;
import dev.countersign.verify.attestor.KeySource;
import java.util.ArrayList;
import java.util.List;

/** An RSA key that is too short to trust. */
final class WeakKey implements Lint {
    /** Shorter keys are out of use since 2014 (NIST SP 800-131A). */
    private static final int LEAST_RSA_BITS = 2048;

    private static final LintRule RULE =
            new LintRule("WEAK_KEY", Severity.WARNING, "The RSA key is shorter than " + LEAST_RSA_BITS + " bits.");

    @Override
    public LintRule rule() {
        return RULE;
    }

    @Override
    public List<LintFinding> check(Policy policy) {
        List<LintFinding> found = new ArrayList<>();
        for (PlacedIdentity placed : PlacedIdentity.of(policy)) {
            if (placed.identity() instanceof AttestorIdentity.Keys keys) {
                StatedKeys.of(placed, keys).stream()
                        .filter(KeySource.Known.class::isInstance)
                        .map(source -> ((KeySource.Known) source).key())
                        .filter(key -> key.rsaBits() > 0 && key.rsaBits() < LEAST_RSA_BITS)
                        .forEach(key -> found.add(placed.finding(
                                "publicKeys",
                                "the key is short enough to be broken",
                                "RSA, " + key.rsaBits() + " bits",
                                "RSA of " + LEAST_RSA_BITS + " bits or more, ECDSA or Ed25519",
                                "Make a new pair, sign anew, and replace the key")));
            }
        }
        return found;
    }
}
