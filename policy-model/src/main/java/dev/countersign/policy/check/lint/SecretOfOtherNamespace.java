package dev.countersign.policy.check.lint;

import dev.countersign.document.Issue.Severity;
import dev.countersign.policy.Policy;
import dev.countersign.policy.RegistryCredentials;
import java.util.ArrayList;
import java.util.List;

/** A pull secret that Kyverno does not see. */
final class SecretOfOtherNamespace implements Lint {
    private static final LintRule RULE = new LintRule(
            "SECRET_OF_OTHER_NAMESPACE",
            Severity.WARNING,
            "Kyverno reads pull secrets of its own namespace only, and takes others for missing without a word.");

    private static final String KYVERNO = "kyverno/";

    @Override
    public LintRule rule() {
        return RULE;
    }

    @Override
    public List<LintFinding> check(Policy policy) {
        List<LintFinding> found = new ArrayList<>();
        for (PlacedEntry placed : PlacedEntry.of(policy)) {
            List<String> secrets = placed.entry()
                    .imageRegistryCredentials()
                    .map(RegistryCredentials::secrets)
                    .orElse(List.of());
            for (int i = 0; i < secrets.size(); i++) {
                String secret = secrets.get(i);
                if (secret.indexOf('/') >= 0 && !secret.startsWith(KYVERNO) && !secret.contains("{{")) {
                    found.add(placed.finding(
                            "imageRegistryCredentials.secrets[" + i + "]",
                            "Kyverno does not see Secrets outside of its own namespace and asks the registry without a login,"
                                    + " unless its flag --imagePullSecrets names the namespace",
                            secret,
                            "the name of a Secret in the namespace kyverno",
                            "Copy the Secret to the namespace kyverno and write its name alone"));
                }
            }
        }
        return found;
    }
}
