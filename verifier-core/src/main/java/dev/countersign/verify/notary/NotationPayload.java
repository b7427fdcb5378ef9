package dev.countersign.verify.notary;

import dev.countersign.verify.check.CheckFailure;
import dev.countersign.verify.entity.MalformedEntityException;
import dev.countersign.verify.entity.TargetArtifact;
import java.util.Map;
import java.util.TreeMap;

/** Checks that a signature's payload speaks of the very manifest that was asked for (signature-verification.md 7.3, step 7). */
final class NotationPayload {
    /** The number of the divergence: annotations of an entry or attestor are asked for. */
    static final String ANNOTATIONS = "D53";

    private NotationPayload() {}

    /**
     * Compares digest, size and media type, all three.
     *
     * @param annotations that the signer must have added to the target; Kyverno reads and ignores them (divergence D53)
     * @throws CheckFailure {@code content descriptor mismatch}
     */
    static void check(byte[] payload, NotationTarget target, Map<String, String> annotations) throws CheckFailure {
        TargetArtifact signed;
        try {
            signed = TargetArtifact.parse(payload);
        } catch (MalformedEntityException e) {
            throw Refusal.malformed(String.valueOf(e.getMessage()));
        }
        TargetArtifact asked =
                new TargetArtifact(target.mediaType(), target.digest().text(), target.size(), signed.annotations());
        if (!signed.equals(asked)) {
            throw Refusal.of(
                    "SIGNATURE_OF_ANOTHER_MANIFEST",
                    "content descriptor mismatch",
                    "the signature was made for another manifest, or for this one with another size or media type",
                    signed.describe(),
                    asked.describe(),
                    "Sign this image; copy a signature only together with the image that it was made for.");
        }
        for (Map.Entry<String, String> wanted : annotations.entrySet()) {
            if (!wanted.getValue().equals(signed.annotations().get(wanted.getKey()))) {
                throw Refusal.of(
                                "ANNOTATIONS_MISMATCH",
                                "no signature matched the required annotations",
                                "the image is signed, but the signature does not say what annotations asks for",
                                new TreeMap<>(signed.annotations()).toString(),
                                new TreeMap<>(annotations).toString(),
                                "Sign with this metadata (notation sign --user-metadata key=value), or change"
                                        + " annotations in the policy.")
                        .resting(ANNOTATIONS);
            }
        }
    }
}
