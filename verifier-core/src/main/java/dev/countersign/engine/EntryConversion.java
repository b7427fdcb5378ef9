package dev.countersign.engine;

import dev.countersign.policy.Attestation;
import dev.countersign.policy.Attestor;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.AttestorSet;
import dev.countersign.policy.ImageVerification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Rewrites the deprecated single-key fields of an entry to attestors (Kyverno spec 1.5). Where the entry has attestations, the
 * attestor is theirs; Kyverno loses it then, so that anybody's attestation will do (quirk Q2). {@code additionalExtensions} stays with
 * the entry, where it counts for every keyless attestor (divergence D07).
 */
final class EntryConversion {
    private EntryConversion() {}

    /** The same entry without {@code image}, {@code key}, {@code issuer} and {@code subject}. */
    static ImageVerification convert(ImageVerification entry) {
        if (entry.image().isEmpty() && entry.key().isEmpty() && entry.issuer().isEmpty()) {
            return entry;
        }
        List<String> references = new ArrayList<>(entry.imageReferences());
        if (!entry.image().isEmpty()) {
            references.add(entry.image());
        }
        List<AttestorSet> attestors = new ArrayList<>(entry.attestors());
        boolean hasAttestor = !entry.annotations().isEmpty()
                || !entry.key().isEmpty()
                || !entry.issuer().isEmpty();
        List<Attestation> attestations = entry.attestations();
        if (hasAttestor) {
            AttestorSet set = new AttestorSet(OptionalInt.empty(), List.of(attestor(entry)));
            if (attestations.isEmpty()) {
                attestors.add(set);
            } else {
                attestations = attestations.stream()
                        .map(attestation -> with(attestation, set))
                        .toList();
            }
        }
        return new ImageVerification(
                entry.failureAction(),
                entry.type(),
                "",
                references,
                entry.skipImageReferences(),
                entry.key(),
                "",
                "",
                "",
                entry.additionalExtensions(),
                entry.annotations(),
                attestors,
                attestations,
                entry.repository(),
                entry.cosignOci11(),
                entry.mutateDigest(),
                entry.verifyDigest(),
                entry.validation(),
                entry.required(),
                entry.imageRegistryCredentials(),
                entry.useCache());
    }

    private static Attestation with(Attestation attestation, AttestorSet set) {
        List<AttestorSet> attestors = new ArrayList<>(attestation.attestors());
        attestors.add(set);
        return new Attestation(
                attestation.name(),
                attestation.type(),
                attestation.predicateType(),
                attestors,
                attestation.conditions());
    }

    private static Attestor attestor(ImageVerification entry) {
        List<AttestorIdentity> identity = new ArrayList<>();
        if (!entry.key().isEmpty()) {
            identity.add(new AttestorIdentity.Keys(
                    entry.key(), Optional.empty(), "", Optional.empty(), Optional.empty(), Optional.empty()));
        } else if (!entry.issuer().isEmpty()) {
            identity.add(new AttestorIdentity.Keyless(
                    entry.issuer(),
                    "",
                    entry.subject(),
                    "",
                    entry.roots(),
                    Map.of(),
                    Optional.empty(),
                    Optional.empty()));
        }
        return new Attestor(identity, entry.annotations(), "", Optional.empty());
    }
}
