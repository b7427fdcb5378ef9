package dev.countersign.policy.check.lint;

import dev.countersign.policy.Attestation;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.AttestorSet;
import dev.countersign.policy.ImageVerification;
import dev.countersign.policy.Policy;
import java.util.ArrayList;
import java.util.List;

/**
 * A set of attestors with its place; nested sets stand after the one that they stand in. Immutable.
 *
 * @param path {@code spec.rules[0].verifyImages[0].attestors[0]}
 * @param entry the entry of {@code verifyImages} around it
 * @param set the set
 */
public record PlacedSet(String path, ImageVerification entry, AttestorSet set) {

    /** All sets of a policy, those of attestations too, in the order of the document. */
    public static List<PlacedSet> of(Policy policy) {
        List<PlacedSet> placed = new ArrayList<>();
        for (PlacedEntry entry : PlacedEntry.of(policy)) {
            add(entry.entry().attestors(), entry.path(), entry.entry(), placed);
            List<Attestation> attestations = entry.entry().attestations();
            for (int i = 0; i < attestations.size(); i++) {
                String path = entry.path() + ".attestations[" + i + "]";
                add(attestations.get(i).attestors(), path, entry.entry(), placed);
            }
        }
        return placed;
    }

    private static void add(List<AttestorSet> sets, String path, ImageVerification entry, List<PlacedSet> placed) {
        for (int i = 0; i < sets.size(); i++) {
            add(sets.get(i), path + ".attestors[" + i + "]", entry, placed);
        }
    }

    private static void add(AttestorSet set, String path, ImageVerification entry, List<PlacedSet> placed) {
        placed.add(new PlacedSet(path, entry, set));
        for (int i = 0; i < set.entries().size(); i++) {
            for (AttestorIdentity identity : set.entries().get(i).identity()) {
                if (identity instanceof AttestorIdentity.Nested nested
                        && nested.set() instanceof AttestorIdentity.NestedSet.Parsed parsed) {
                    add(parsed.set(), path + ".entries[" + i + "].attestor", entry, placed);
                }
            }
        }
    }
}
