package dev.countersign.verify;

import dev.countersign.policy.Attestor;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.ImageVerification;
import dev.countersign.policy.VerificationType;

/** How Kyverno's messages name an attestor behind its place in the list. */
public final class AttestorPath {
    private AttestorPath() {}

    /** {@code .keys}, {@code .certificates} or {@code .keyless}; empty for any other, and always with type Notary. */
    public static String kind(ImageVerification entry, Attestor attestor) {
        if (entry.type() == VerificationType.NOTARY) {
            return "";
        }
        for (AttestorIdentity who : attestor.identity()) {
            if (who instanceof AttestorIdentity.Keys) {
                return ".keys";
            }
            if (who instanceof AttestorIdentity.Certificates) {
                return ".certificates";
            }
            if (who instanceof AttestorIdentity.Keyless) {
                return ".keyless";
            }
        }
        return "";
    }
}
