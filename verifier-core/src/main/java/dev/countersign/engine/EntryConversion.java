package dev.countersign.engine;

import dev.countersign.policy.Attestation;
import dev.countersign.policy.AttestorSet;
import dev.countersign.policy.DeprecatedFields;
import dev.countersign.policy.ImageVerification;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rewrites the deprecated single-key fields of an entry to attestors (Kyverno spec 1.5). Where the entry has attestations, the
 * attestor is theirs; Kyverno loses it then, so that anybody's attestation will do (quirk Q2; divergence D15). {@code additionalExtensions} stays with
 * the entry, where it counts for every keyless attestor (divergence D07).
 */
final class EntryConversion {
    /** The number of the divergence: the attestor of the deprecated fields is the attestations'. */
    static final String KEPT_ATTESTOR = "D15";

    private EntryConversion() {}

    /** Whether the deprecated fields name an attestor that becomes that of the entry's attestations. */
    static boolean movesAttestor(ImageVerification entry) {
        return DeprecatedFields.areStated(entry)
                && !entry.attestations().isEmpty()
                && DeprecatedFields.attestors(entry).isPresent();
    }

    /** The same entry without {@code image}, {@code key}, {@code issuer} and {@code subject}. */
    static ImageVerification convert(ImageVerification entry) {
        if (!DeprecatedFields.areStated(entry)) {
            return entry;
        }
        List<String> references = new ArrayList<>(entry.imageReferences());
        if (!entry.image().isEmpty()) {
            references.add(entry.image());
        }
        List<AttestorSet> attestors = new ArrayList<>(entry.attestors());
        List<Attestation> attestations = entry.attestations();
        Optional<AttestorSet> meant = DeprecatedFields.attestors(entry);
        if (meant.isPresent()) {
            if (attestations.isEmpty()) {
                attestors.add(meant.get());
            } else {
                attestations = attestations.stream()
                        .map(attestation -> with(attestation, meant.get()))
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
}
