package dev.countersign.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What the deprecated single-key fields of an entry mean (Kyverno's {@code ImageVerification.Convert}). Stateless and thread-safe. */
public final class DeprecatedFields {
    private DeprecatedFields() {}

    /** Whether the entry states {@code image}, {@code key} or {@code issuer}. */
    public static boolean areStated(ImageVerification entry) {
        return !entry.image().isEmpty()
                || !entry.key().isEmpty()
                || !entry.issuer().isEmpty();
    }

    /**
     * The set of one attestor that the fields mean: of the key, else of the issuer and the subject, else of the annotations alone.
     * Empty where the entry states none of the fields, or only {@code image}.
     */
    public static Optional<AttestorSet> attestors(ImageVerification entry) {
        boolean hasAttestor = !entry.annotations().isEmpty()
                || !entry.key().isEmpty()
                || !entry.issuer().isEmpty();
        if (!areStated(entry) || !hasAttestor) {
            return Optional.empty();
        }
        Attestor attestor = new Attestor(identity(entry), entry.annotations(), "", Optional.empty());
        return Optional.of(new AttestorSet(OptionalInt.empty(), List.of(attestor)));
    }

    private static List<AttestorIdentity> identity(ImageVerification entry) {
        if (!entry.key().isEmpty()) {
            return List.of(new AttestorIdentity.Keys(
                    entry.key(), Optional.empty(), "", Optional.empty(), Optional.empty(), Optional.empty()));
        }
        if (!entry.issuer().isEmpty()) {
            return List.of(new AttestorIdentity.Keyless(
                    entry.issuer(),
                    "",
                    entry.subject(),
                    "",
                    entry.roots(),
                    Map.of(),
                    Optional.empty(),
                    Optional.empty()));
        }
        return List.of();
    }
}
