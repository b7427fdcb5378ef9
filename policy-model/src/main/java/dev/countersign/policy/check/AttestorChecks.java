package dev.countersign.policy.check;

import dev.countersign.document.JsonText;
import dev.countersign.policy.Attestation;
import dev.countersign.policy.Attestor;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.AttestorSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Attestor sets, nested ones too. */
final class AttestorChecks {
    private static final Set<String> ALGORITHMS = Set.of("", "sha224", "sha256", "sha384", "sha512");

    private final List<FieldError> errors = new ArrayList<>();

    private AttestorChecks() {}

    static List<FieldError> check(List<Attestation> attestations, List<AttestorSet> attestors, String path) {
        AttestorChecks checks = new AttestorChecks();
        for (int i = 0; i < attestations.size(); i++) {
            checks.sets(attestations.get(i).attestors(), path + ".attestations[" + i + "].attestors");
        }
        checks.sets(attestors, path + ".attestors");
        return checks.errors;
    }

    private void sets(List<AttestorSet> sets, String path) {
        for (int i = 0; i < sets.size(); i++) {
            set(sets.get(i), path + "[" + i + "]");
        }
    }

    private void set(AttestorSet set, String path) {
        int entries = set.entries().size();
        if (set.count().isPresent() && set.count().getAsInt() > entries) {
            errors.add(FieldError.invalid(path, AttestorJson.of(set), "Count cannot exceed length of entries"));
        }
        if (entries == 0) {
            errors.add(FieldError.invalid(path, AttestorJson.of(set), "An entry is required"));
        }
        for (int i = 0; i < entries; i++) {
            entry(set.entries().get(i), path + ".entries[" + i + "]");
        }
    }

    private void entry(Attestor entry, String path) {
        if (entry.identity().size() != 1) {
            errors.add(FieldError.invalid(
                    path, AttestorJson.of(entry), "keys, certificates, keyless, or a nested attestor is required"));
        }
        for (AttestorIdentity identity : entry.identity()) {
            if (identity instanceof AttestorIdentity.Keys keys) {
                keys(keys, path + ".keys");
            } else if (identity instanceof AttestorIdentity.Certificates certificates) {
                certificates(certificates, path + ".certificates");
            } else if (identity instanceof AttestorIdentity.Keyless keyless) {
                keyless(keyless, path + ".keyless");
            } else if (identity instanceof AttestorIdentity.Nested nested) {
                nested(nested, path + ".attestor");
            }
        }
    }

    private void keys(AttestorIdentity.Keys keys, String path) {
        if (keys.publicKeys().isEmpty() && keys.kms().isEmpty() && keys.secret().isEmpty()) {
            errors.add(FieldError.invalid(path, AttestorJson.of(keys), "A public key, kms key or secret is required"));
        }
        if (!keys.publicKeys().isEmpty()
                && !ALGORITHMS.contains(keys.signatureAlgorithm().orElse(""))) {
            errors.add(FieldError.invalid(path, AttestorJson.of(keys), "Invalid signature algorithm provided"));
        }
    }

    private void certificates(AttestorIdentity.Certificates certificates, String path) {
        if (certificates.cert().isEmpty() && certificates.certChain().isEmpty()) {
            errors.add(FieldError.invalid(path, AttestorJson.of(certificates), "cert or certChain required"));
        }
    }

    private void keyless(AttestorIdentity.Keyless keyless, String path) {
        if (keyless.rekor().isEmpty() && keyless.roots().isEmpty()) {
            errors.add(FieldError.invalid(path, AttestorJson.of(keyless), "Either Rekor URL or roots are required"));
        }
        if (keyless.rekor().isPresent() && keyless.rekor().get().url().isEmpty()) {
            errors.add(FieldError.invalid(path, AttestorJson.of(keyless), "An URL is required"));
        }
    }

    private void nested(AttestorIdentity.Nested nested, String path) {
        if (nested.set() instanceof AttestorIdentity.NestedSet.Unreadable unreadable) {
            errors.add(FieldError.invalid(
                    path,
                    JsonText.compact(nested.raw()),
                    "failed to unmarshal attestor set " + JsonText.compact(nested.raw()) + ": "
                            + unreadable.message()));
        } else if (nested.set() instanceof AttestorIdentity.NestedSet.Parsed parsed) {
            set(parsed.set(), path);
        }
    }
}
