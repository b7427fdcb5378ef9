package dev.countersign.policy.check.lint;

import dev.countersign.document.Issue.Severity;
import dev.countersign.policy.Attestor;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.Policy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One key that stands twice in a set, where one signature then counts twice. */
final class SameKeyTwice implements Lint {
    private static final LintRule RULE = new LintRule(
            "SAME_KEY_TWICE", Severity.ERROR, "One signature counts as many times as its key stands in the set.");

    @Override
    public LintRule rule() {
        return RULE;
    }

    @Override
    public List<LintFinding> check(Policy policy) {
        List<LintFinding> found = new ArrayList<>();
        for (PlacedSet placed : PlacedSet.of(policy)) {
            Map<String, Integer> seen = new HashMap<>();
            List<Attestor> entries = placed.set().entries();
            for (int i = 0; i < entries.size(); i++) {
                for (AttestorIdentity identity : entries.get(i).identity()) {
                    if (identity instanceof AttestorIdentity.Keys keys) {
                        keys(placed, i, keys.publicKeys(), seen, found);
                    }
                }
            }
        }
        return found;
    }

    private static void keys(
            PlacedSet placed, int entry, String publicKeys, Map<String, Integer> seen, List<LintFinding> found) {
        for (String key : PublicKeyTexts.of(publicKeys)) {
            Integer before = seen.putIfAbsent(key, entry);
            if (before != null) {
                found.add(new LintFinding(
                        placed.path() + ".entries[" + entry + "].keys.publicKeys",
                        "the same key stands in entries[" + before + "], so that one signature counts for both",
                        placed.set().count().isPresent()
                                ? "count: " + placed.set().count().getAsInt()
                                : "",
                        "each key once in a set",
                        "Replace it by another signer's key, or remove it and lower count"));
                return;
            }
        }
    }
}
