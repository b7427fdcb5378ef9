package dev.countersign.policy.check;

import dev.countersign.document.Value;
import dev.countersign.policy.Attestor;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.AttestorSet;
import dev.countersign.policy.DeprecatedFields;
import dev.countersign.policy.FailureAction;
import dev.countersign.policy.ImageVerification;
import dev.countersign.policy.Rule;
import dev.countersign.policy.VerificationType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The entries of {@code verifyImages}. */
final class ImageVerificationChecks {
    private ImageVerificationChecks() {}

    /** Checks the entries of one rule; {@code action} is the policy's own. */
    static List<FieldError> check(Rule rule, FailureAction action, String path) {
        List<FieldError> errors = new ArrayList<>();
        List<Value> stated = rule.document().list("verifyImages");
        FailureAction current = action;
        for (int i = 0; i < rule.verifyImages().size(); i++) {
            ImageVerification entry = rule.verifyImages().get(i);
            // An entry's action also holds for the entries after it that state none.
            current = entry.failureAction().orElse(current);
            entry(entry, i < stated.size() ? stated.get(i) : Value.NULL, current, path + "[" + i + "]", errors);
        }
        return errors;
    }

    private static void entry(
            ImageVerification entry, Value stated, FailureAction action, String path, List<FieldError> errors) {
        if (action == FailureAction.AUDIT && entry.mutateDigest()) {
            errors.add(FieldError.invalid(
                    path + ".mutateDigest",
                    Value.of(true),
                    "mutateDigest must be set to false for \u2018Audit\u2019 failure action"));
        }
        if (entry.imageReferences().isEmpty() && entry.image().isEmpty()) {
            errors.add(FieldError.invalid(path, stated, "An image reference is required"));
        }
        errors.addAll(AttestorChecks.check(entry.attestations(), attestors(entry), path));
        if (entry.type() == VerificationType.NOTARY) {
            notary(entry, stated, path + ".attestors", errors);
        }
    }

    private static void notary(ImageVerification entry, Value stated, String path, List<FieldError> errors) {
        for (AttestorSet set : entry.attestors()) {
            for (Attestor attestor : set.entries()) {
                if (attestor.identity().stream().anyMatch(AttestorIdentity.Keyless.class::isInstance)) {
                    errors.add(FieldError.invalid(path, stated, "Keyless field is not allowed for type notary"));
                }
                if (attestor.identity().stream().anyMatch(AttestorIdentity.Keys.class::isInstance)) {
                    errors.add(FieldError.invalid(path, stated, "Keys field is not allowed for type notary"));
                }
            }
        }
    }

    /** The sets, with the one that the deprecated fields mean. With attestations, Kyverno checks no such set. */
    private static List<AttestorSet> attestors(ImageVerification entry) {
        Optional<AttestorSet> meant = DeprecatedFields.attestors(entry);
        if (meant.isEmpty() || !entry.attestations().isEmpty()) {
            return entry.attestors();
        }
        List<AttestorSet> sets = new ArrayList<>(entry.attestors());
        sets.add(meant.get());
        return sets;
    }
}
