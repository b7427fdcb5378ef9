package dev.countersign.verify;

import dev.countersign.policy.AttestorSet;
import dev.countersign.policy.ImageVerification;
import dev.countersign.policy.VerificationType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Entries of verifyImages. */
public final class Entries {
    private Entries() {}

    /** One that names these sets. */
    public static ImageVerification entry(AttestorSet... sets) {
        return new ImageVerification(
                Optional.empty(),
                VerificationType.COSIGN,
                "",
                List.of("*"),
                List.of(),
                "",
                "",
                "",
                "",
                Map.of(),
                Map.of(),
                List.of(sets),
                List.of(),
                "",
                false,
                false,
                false,
                Optional.empty(),
                false,
                Optional.empty(),
                false);
    }
}
