package dev.countersign.policy.check.lint;

import dev.countersign.document.Issue.Severity;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A keyless attestor that any subject satisfies. */
final class AnySubject implements Lint {
    private static final LintRule RULE =
            new LintRule("ANY_SUBJECT", Severity.WARNING, "Identities of any name are accepted.");

    @Override
    public LintRule rule() {
        return RULE;
    }

    @Override
    public List<LintFinding> check(Policy policy) {
        List<LintFinding> found = new ArrayList<>();
        for (PlacedIdentity placed : PlacedIdentity.of(policy)) {
            if (placed.identity() instanceof AttestorIdentity.Keyless keyless) {
                broad(keyless)
                        .ifPresent(field -> found.add(placed.finding(
                                field,
                                "whoever the issuer knows may sign",
                                field.equals("subject") ? keyless.subject() : keyless.subjectRegExp(),
                                "the name of the signer: an address, or a workflow",
                                "State the subject of the signatures that you mean")));
            }
        }
        return found;
    }

    /** The field that lets everybody in; either form suffices, so that a broad one makes the other worthless. */
    private static Optional<String> broad(AttestorIdentity.Keyless keyless) {
        if (Broad.wildcard(keyless.subject())) {
            return Optional.of("subject");
        }
        if (Broad.expression(keyless.subjectRegExp())) {
            return Optional.of("subjectRegExp");
        }
        return keyless.subject().isEmpty() && keyless.subjectRegExp().isEmpty()
                ? Optional.of("subject")
                : Optional.empty();
    }
}
