package dev.countersign.policy.check.lint;

import dev.countersign.policy.Attestor;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.DeprecatedFields;
import dev.countersign.policy.ImageVerification;
import dev.countersign.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An attestor's identity with its place. Immutable.
 *
 * @param path of the block {@code keys}, {@code certificates} or {@code keyless}; of the entry, where its deprecated fields mean the identity
 * @param deprecated whether it is that of the deprecated fields
 * @param entry the entry of {@code verifyImages} around it
 * @param attestor the attestor whose identity it is
 * @param identity never a nested set
 */
public record PlacedIdentity(
        String path, boolean deprecated, ImageVerification entry, Attestor attestor, AttestorIdentity identity) {

    /** All identities of a policy: of attestors, nested ones, those of attestations and those of deprecated fields. */
    public static List<PlacedIdentity> of(Policy policy) {
        List<PlacedIdentity> placed = new ArrayList<>();
        for (PlacedSet set : PlacedSet.of(policy)) {
            for (int i = 0; i < set.set().entries().size(); i++) {
                Attestor attestor = set.set().entries().get(i);
                String path = set.path() + ".entries[" + i + "]";
                for (AttestorIdentity identity : attestor.identity()) {
                    field(identity)
                            .ifPresent(field -> placed.add(
                                    new PlacedIdentity(path + "." + field, false, set.entry(), attestor, identity)));
                }
            }
        }
        for (PlacedEntry entry : PlacedEntry.of(policy)) {
            DeprecatedFields.attestors(entry.entry()).stream()
                    .flatMap(set -> set.entries().stream())
                    .forEach(attestor -> attestor.identity()
                            .forEach(identity -> placed.add(
                                    new PlacedIdentity(entry.path(), true, entry.entry(), attestor, identity))));
        }
        return placed;
    }

    private static Optional<String> field(AttestorIdentity identity) {
        if (identity instanceof AttestorIdentity.Keys) {
            return Optional.of("keys");
        }
        if (identity instanceof AttestorIdentity.Certificates) {
            return Optional.of("certificates");
        }
        return identity instanceof AttestorIdentity.Keyless ? Optional.of("keyless") : Optional.empty();
    }

    /** {@code rekor}, where the identity states it. */
    public Optional<AttestorIdentity.Rekor> rekor() {
        if (identity instanceof AttestorIdentity.Keys keys) {
            return keys.rekor();
        }
        if (identity instanceof AttestorIdentity.Certificates certificates) {
            return certificates.rekor();
        }
        return identity instanceof AttestorIdentity.Keyless keyless ? keyless.rekor() : Optional.empty();
    }

    /** {@code ctlog}, where the identity states it. */
    public Optional<AttestorIdentity.CtLog> ctlog() {
        if (identity instanceof AttestorIdentity.Keys keys) {
            return keys.ctlog();
        }
        if (identity instanceof AttestorIdentity.Certificates certificates) {
            return certificates.ctlog();
        }
        return identity instanceof AttestorIdentity.Keyless keyless ? keyless.ctlog() : Optional.empty();
    }

    /** A finding at a field of the block, which the deprecated fields may call otherwise. */
    public LintFinding finding(String field, String message, String found, String expected, String remedy) {
        String name = deprecated && field.equals("publicKeys") ? "key" : field;
        return new LintFinding(path + "." + name, message, found, expected, remedy);
    }
}
