package dev.countersign.policy.check.lint;

import dev.countersign.document.Issue.Severity;
import dev.countersign.policy.Policy;
import dev.countersign.policy.RegistryCredentials;
import java.util.ArrayList;
import java.util.List;

/** {@code allowInsecureRegistry}. */
final class InsecureRegistry implements Lint {
    private static final LintRule RULE =
            new LintRule("INSECURE_REGISTRY", Severity.WARNING, "The registry may be asked without TLS.");

    @Override
    public LintRule rule() {
        return RULE;
    }

    @Override
    public List<LintFinding> check(Policy policy) {
        List<LintFinding> found = new ArrayList<>();
        for (PlacedEntry placed : PlacedEntry.of(policy)) {
            if (placed.entry()
                    .imageRegistryCredentials()
                    .map(RegistryCredentials::allowInsecureRegistry)
                    .orElse(false)) {
                found.add(placed.finding(
                        "imageRegistryCredentials.allowInsecureRegistry",
                        "whoever stands on the way to the registry can read logins and say what a tag stands for",
                        "true",
                        "false",
                        "Give the registry a certificate"));
            }
        }
        return found;
    }
}
