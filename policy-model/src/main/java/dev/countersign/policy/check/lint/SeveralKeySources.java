package dev.countersign.policy.check.lint;

import dev.countersign.document.Issue.Severity;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.Policy;
import java.util.ArrayList;
import java.util.List;

/** A {@code keys} block that names several keys by different means, of which one counts. */
final class SeveralKeySources implements Lint {
    private static final LintRule RULE = new LintRule(
            "SEVERAL_KEY_SOURCES",
            Severity.ERROR,
            "Of publicKeys, secret and kms only the first that is stated counts.");

    @Override
    public LintRule rule() {
        return RULE;
    }

    @Override
    public List<LintFinding> check(Policy policy) {
        List<LintFinding> found = new ArrayList<>();
        for (PlacedIdentity placed : PlacedIdentity.of(policy)) {
            if (placed.identity() instanceof AttestorIdentity.Keys keys) {
                List<String> stated = new ArrayList<>();
                if (!keys.publicKeys().isEmpty()) {
                    stated.add("publicKeys");
                }
                if (keys.secret().isPresent()) {
                    stated.add("secret");
                }
                if (!keys.kms().isEmpty()) {
                    stated.add("kms");
                }
                stated.stream()
                        .skip(1)
                        .forEach(ignored -> found.add(placed.finding(
                                ignored,
                                "beside " + stated.get(0) + " this key is ignored without a word",
                                String.join(", ", stated),
                                "one of publicKeys, secret and kms",
                                "Write each key as an entry of its own, and count: 1 where one of them suffices")));
            }
        }
        return found;
    }
}
