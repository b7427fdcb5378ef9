package dev.countersign.verify.check;

import dev.countersign.registry.Digest;
import dev.countersign.verify.Reason;
import dev.countersign.verify.entity.MalformedEntityException;
import dev.countersign.verify.entity.SimpleSigningPayload;

/** The claim of a signature: that its payload speaks of the very manifest (signature-verification.md 2.8). */
public final class SimpleSigningClaim {
    private SimpleSigningClaim() {}

    /**
     * Checks a payload whose signature holds.
     *
     * @param payload the signed bytes
     * @param digest the manifest's digest
     * @return what the payload says
     * @throws CheckFailure when it is no payload, or speaks of another manifest
     */
    public static SimpleSigningPayload verify(byte[] payload, Digest digest) throws CheckFailure {
        SimpleSigningPayload claim;
        try {
            claim = SimpleSigningPayload.parse(payload);
        } catch (MalformedEntityException e) {
            throw new CheckFailure(
                    String.valueOf(e.getMessage()),
                    new Reason(
                            "PAYLOAD_UNREADABLE",
                            "",
                            "the signature holds, but what it signs is no simple-signing payload",
                            String.valueOf(e.getMessage()),
                            "",
                            "Sign the image again with cosign."));
        }
        if (!claim.digest().equals(digest.text())) {
            throw new CheckFailure(
                    "invalid or missing digest in claim: " + claim.digest(),
                    new Reason(
                            "OTHER_IMAGE_SIGNED",
                            "",
                            "the signature holds, but it is for another image",
                            claim.digest(),
                            digest.text(),
                            "Sign this image; a signature cannot be copied from one image to another."));
        }
        return claim;
    }
}
