package dev.countersign.verify.check;

import dev.countersign.registry.Digest;
import dev.countersign.verify.entity.InTotoStatement;
import dev.countersign.verify.entity.InTotoStatement.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The claim of an attestation in cosign's own layout: that its statement speaks of the very manifest (signature-verification.md 2.8). */
public final class InTotoClaim {
    /** No more digests are named in a reason. */
    private static final int NAMED = 5;

    private InTotoClaim() {}

    /**
     * Checks a statement whose signature holds: one of its subjects must have the manifest's digest as its {@code sha256}, letter by
     * letter. Names and other digests decide nothing.
     *
     * @throws CheckFailure {@code no matching subject digest found}, {@code invalid in-toto statement: null subject entry}
     */
    public static void verify(InTotoStatement statement, Digest digest) throws CheckFailure {
        List<String> found = new ArrayList<>();
        for (Optional<Subject> subject : statement.subjects()) {
            if (subject.isEmpty()) {
                throw CheckFailure.of(
                        "STATEMENT_MALFORMED",
                        "invalid in-toto statement: null subject entry",
                        "a subject that is null",
                        "subjects with digests",
                        "Attest the image again.");
            }
            String sha256 = subject.get().digests().get("sha256");
            if (sha256 == null) {
                continue;
            }
            if (digest.text().equals("sha256:" + sha256)) {
                return;
            }
            if (found.size() < NAMED) {
                found.add(sha256);
            }
        }
        throw CheckFailure.of(
                "OTHER_IMAGE_ATTESTED",
                "no matching subject digest found",
                found.isEmpty() ? "no subject with a sha256" : String.join(", ", found),
                digest.hex(),
                "Attest this image; an attestation cannot be copied from one image to another.");
    }
}
