package dev.countersign.policy.check.lint;

import dev.countersign.document.Issue.Severity;
import dev.countersign.policy.FailureAction;
import dev.countersign.policy.ImageVerification;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A rule whose failures are only told. */
final class OnlyAudits implements Lint {
    private static final LintRule RULE =
            new LintRule("ONLY_AUDITS", Severity.WARNING, "A failure is reported, and the image runs all the same.");

    @Override
    public LintRule rule() {
        return RULE;
    }

    @Override
    public List<LintFinding> check(Policy policy) {
        List<LintFinding> found = new ArrayList<>();
        List<Rule> rules = policy.spec().rules();
        for (int i = 0; i < rules.size(); i++) {
            List<ImageVerification> entries = rules.get(i).verifyImages();
            // One entry that enforces makes the whole rule enforce.
            List<FailureAction> stated = entries.stream()
                    .map(ImageVerification::failureAction)
                    .flatMap(Optional::stream)
                    .toList();
            boolean audits = stated.isEmpty()
                    ? FailureAction.of(policy.spec().validationFailureAction()) == FailureAction.AUDIT
                    : !stated.contains(FailureAction.ENFORCE);
            if (audits && !entries.isEmpty()) {
                String verifyImages = "spec.rules[" + i + "].verifyImages";
                found.add(new LintFinding(
                        stated.isEmpty() ? verifyImages : path(verifyImages, entries),
                        "a failure is reported, and the object is admitted all the same",
                        stated.isEmpty() ? "no failureAction, which means Audit" : "Audit",
                        "Enforce",
                        "Write failureAction: Enforce in the entries once reports show no failure"));
            }
        }
        return found;
    }

    private static String path(String verifyImages, List<ImageVerification> entries) {
        int first = 0;
        while (entries.get(first).failureAction().isEmpty()) {
            first++;
        }
        return verifyImages + "[" + first + "].failureAction";
    }
}
