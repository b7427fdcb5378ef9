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

/** A key that no signature can meet: text that is no key, or a hash that does not fit it. */
final class UnusableKey implements Lint {
    private static final LintRule RULE =
            new LintRule("UNUSABLE_KEY", Severity.ERROR, "No signature can verify with this key.");

    @Override
    public LintRule rule() {
        return RULE;
    }

    @Override
    public List<LintFinding> check(Policy policy) {
        List<LintFinding> found = new ArrayList<>();
        for (PlacedIdentity placed : PlacedIdentity.of(policy)) {
            if (placed.identity() instanceof AttestorIdentity.Keys keys) {
                check(placed, keys, found);
            }
        }
        return found;
    }

    private static void check(PlacedIdentity placed, AttestorIdentity.Keys keys, List<LintFinding> found) {
        String algorithm = keys.signatureAlgorithm().orElse("");
        if (StatedKeys.hash(placed, keys).isEmpty() && !StatedKeys.isVariable(algorithm)) {
            found.add(placed.finding(
                    "signatureAlgorithm",
                    "there is no such algorithm, so that nothing verifies",
                    algorithm,
                    "sha224, sha256, sha384 or sha512",
                    "Write sha256, or the hash that the key's signatures are made with"));
        }
        String field =
                !keys.publicKeys().isEmpty() ? "publicKeys" : keys.secret().isPresent() ? "secret" : "kms";
        List<KeySource> sources = StatedKeys.of(placed, keys);
        for (int i = 0; i < sources.size(); i++) {
            if (sources.get(i) instanceof KeySource.Broken broken) {
                String which = sources.size() == 1 ? "" : "key " + (i + 1) + " of " + sources.size() + ": ";
                found.add(placed.finding(
                        field,
                        which + broken.reason().message(),
                        broken.reason().found(),
                        broken.reason().expected(),
                        broken.reason().remedy()));
            }
        }
    }
}
