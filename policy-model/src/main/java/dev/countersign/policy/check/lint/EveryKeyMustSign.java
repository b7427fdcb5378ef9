package dev.countersign.policy.check.lint;

import dev.countersign.document.Issue.Severity;
import dev.countersign.policy.Attestor;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.Policy;
import java.util.ArrayList;
import java.util.List;

/** Several keys in one {@code publicKeys} of a set without {@code count}: all of them must have signed. */
final class EveryKeyMustSign implements Lint {
    private static final LintRule RULE = new LintRule(
            "EVERY_KEY_MUST_SIGN",
            Severity.WARNING,
            "Several keys in one publicKeys are several attestors, and without count all of them must have signed.");

    @Override
    public LintRule rule() {
        return RULE;
    }

    @Override
    public List<LintFinding> check(Policy policy) {
        List<LintFinding> found = new ArrayList<>();
        for (PlacedSet placed : PlacedSet.of(policy)) {
            List<Attestor> entries = placed.set().entries();
            for (int i = 0; i < entries.size() && placed.set().count().isEmpty(); i++) {
                for (AttestorIdentity identity : entries.get(i).identity()) {
                    int keys = identity instanceof AttestorIdentity.Keys stated
                            ? PublicKeyTexts.attestors(stated.publicKeys())
                            : 0;
                    if (keys > 1) {
                        found.add(new LintFinding(
                                placed.path() + ".entries[" + i + "].keys.publicKeys",
                                "each of these keys is an attestor of its own, and all of them must have signed",
                                keys + " keys, no count",
                                "one key, or count beside entries",
                                "Write count: 1 beside entries where one signature suffices (after a rotation), or"
                                        + " entries of their own to show that all must sign"));
                    }
                }
            }
        }
        return found;
    }
}
