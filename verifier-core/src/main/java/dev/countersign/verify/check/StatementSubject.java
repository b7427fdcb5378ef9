package dev.countersign.verify.check;

import dev.countersign.document.Value;
import dev.countersign.registry.Digest;
import dev.countersign.verify.entity.BundleContent;
import dev.countersign.verify.entity.InTotoStatement;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Checks that the statement of a bundle's envelope speaks of an image, as sigstore-go does (signature-verification.md 4.2, step 6), and
 * that it says of it what a policy asks for. Stateless and thread-safe.
 */
public final class StatementSubject {
    /** The number of the divergence: annotations that a policy states count for bundles. */
    public static final String ANNOTATIONS = "D45";

    /** sigstore-go's bound on subjects (CVE-2024-45395). */
    public static final int MAX_SUBJECTS = 1024;

    /** The same for digests of a subject. */
    public static final int MAX_DIGESTS = 32;

    private static final List<String> TYPES =
            List.of("https://in-toto.io/Statement/v1", "https://in-toto.io/Statement/v0.1");
    private static final Pattern HEX = Pattern.compile("(?:[0-9a-fA-F]{2})*+");

    private StatementSubject() {}

    /**
     * Checks the statement of an envelope; a message signature has none, and is passed.
     *
     * @throws CheckFailure {@code provided artifact digest does not match any digest in statement}, {@code too many subjects: …}
     */
    public static void verify(ReadBundle read, Digest image) throws CheckFailure {
        if (read.bundle().content() instanceof BundleContent.Envelope) {
            verify(statement(read), digests -> isOf(image, digests), image.text());
        }
    }

    /**
     * Checks the statement of an envelope; a message signature has none, and is passed. Stricter than for images: the statement must be of
     * a known version, and where a subject states several digests of the artifact, all that are known must be right.
     *
     * @throws CheckFailure as of {@link #verify(ReadBundle, Digest)}, and {@code unknown statement type}
     */
    public static void verify(ReadBundle read, ArtifactDigests artifact) throws CheckFailure {
        if (!(read.bundle().content() instanceof BundleContent.Envelope)) {
            return;
        }
        InTotoStatement statement = statement(read);
        if (!TYPES.contains(statement.type())) {
            throw CheckFailure.of(
                    "STATEMENT_MALFORMED",
                    "unknown statement type",
                    statement.type().isEmpty() ? "a statement without _type" : statement.type(),
                    String.join(" or ", TYPES),
                    "Attest with a client that writes in-toto statements.");
        }
        verify(statement, artifact::isOf, artifact.text());
    }

    private static void verify(InTotoStatement statement, Predicate<Map<String, String>> isMeant, String meant)
            throws CheckFailure {
        if (statement.subjects().size() > MAX_SUBJECTS) {
            throw failure(
                    "too many subjects: " + statement.subjects().size() + " > " + MAX_SUBJECTS,
                    "at most " + MAX_SUBJECTS);
        }
        boolean found = false;
        for (Optional<InTotoStatement.Subject> stated : statement.subjects()) {
            Map<String, String> digests =
                    stated.map(InTotoStatement.Subject::digests).orElse(Map.of());
            if (digests.size() > MAX_DIGESTS) {
                throw failure("too many digests: " + digests.size() + " > " + MAX_DIGESTS, "at most " + MAX_DIGESTS);
            }
            for (String digest : digests.values()) {
                if (!HEX.matcher(digest).matches()) {
                    throw failure(
                            "could not verify artifact: unable to decode subject digest: " + digest, "hexadecimal");
                }
            }
            found |= isMeant.test(digests);
        }
        if (!found) {
            throw failure("provided artifact digest does not match any digest in statement", meant);
        }
    }

    /**
     * Checks that a statement says something of the image in its annotations ({@code cosign sign -a}), which Kyverno does not look at
     * (divergence D45). A message signature says nothing.
     */
    public static void requireAnnotations(ReadBundle read, Digest image, Map<String, String> wanted)
            throws CheckFailure {
        if (wanted.isEmpty()) {
            return;
        }
        Map<String, String> said = new HashMap<>();
        if (read.statement() instanceof ReadBundle.Statement.Read known) {
            for (Optional<InTotoStatement.Subject> subject : known.statement().subjects()) {
                if (subject.isPresent() && isOf(image, subject.get().digests())) {
                    Map<String, Value> annotations = subject.get().annotations().members();
                    if (wanted.entrySet().stream()
                            .allMatch(entry -> Value.of(entry.getValue()).equals(annotations.get(entry.getKey())))) {
                        return;
                    }
                    annotations.forEach((name, value) -> said.put(name, value.toString()));
                }
            }
        }
        throw CheckFailure.divergent(
                ANNOTATIONS,
                "ANNOTATIONS_MISMATCH",
                "no signature matched the required annotations",
                said.keySet().toString(),
                wanted.toString(),
                "Sign with these annotations (cosign sign -a key=value), or change annotations in the policy.");
    }

    private static boolean isOf(Digest image, Map<String, String> digests) {
        String digest = digests.get("sha256");
        return digest != null && digest.toLowerCase(Locale.ROOT).equals(image.hex());
    }

    private static InTotoStatement statement(ReadBundle read) throws CheckFailure {
        if (read.statement() instanceof ReadBundle.Statement.Read known) {
            return known.statement();
        }
        String message = ((ReadBundle.Statement.Unreadable) read.statement()).message();
        throw CheckFailure.of(
                "STATEMENT_MALFORMED",
                "could not verify artifact: unable to extract statement from envelope: " + message,
                message,
                "an in-toto statement",
                "Sign the image again.");
    }

    private static CheckFailure failure(String message, String expected) {
        return CheckFailure.of(
                "STATEMENT_OF_OTHER_IMAGE",
                message,
                message,
                expected,
                "The statement is about something else: sign or attest this image.");
    }
}
