package dev.countersign.engine;

import dev.countersign.image.Wildcard;
import dev.countersign.policy.ImageVerification;
import dev.countersign.verify.AttestorTree;
import dev.countersign.verify.ImageVerifier;
import java.util.List;

/**
 * One verifyImages entry, compiled. Immutable.
 *
 * @param index its place in the rule
 * @param entry without deprecated fields
 * @param attestors who must have signed
 * @param attestations what must have been attested
 * @param attestorsMoved whether the attestor of the deprecated fields became the attestations' (divergence D15)
 */
record CompiledEntry(
        int index,
        ImageVerification entry,
        AttestorTree attestors,
        List<CompiledAttestation> attestations,
        boolean attestorsMoved) {
    CompiledEntry {
        attestations = List.copyOf(attestations);
    }

    static CompiledEntry compile(int index, ImageVerification written, ImageVerifier verifier, String origin) {
        ImageVerification entry = EntryConversion.convert(written);
        return new CompiledEntry(
                index,
                entry,
                AttestorTree.compile(entry, verifier, origin),
                CompiledAttestation.compile(entry, verifier, origin),
                EntryConversion.movesAttestor(written));
    }

    /** Whether the entry means that image. Patterns are compared with the normal form as written (quirk Q39). */
    boolean means(String image) {
        return entry.imageReferences().stream().anyMatch(pattern -> Wildcard.matches(pattern, image));
    }

    /** Whether the entry leaves that image alone. */
    boolean skips(String image) {
        return entry.skipImageReferences().stream().anyMatch(pattern -> Wildcard.matches(pattern, image));
    }

    /** Whether anybody is asked to have signed anything. */
    boolean asksForProof() {
        return !entry.attestors().isEmpty() || !entry.attestations().isEmpty();
    }
}
