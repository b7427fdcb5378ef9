package dev.countersign.document;

import dev.countersign.document.DocumentReading.Document;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads YAML and JSON as Kubernetes' tools do (sigs.k8s.io/yaml over go-yaml v2), bounded, and with the place of every
 * value. Never throws for bad input: what is wrong is an {@link Issue}. Stateless and thread-safe.
 *
 * <p>A source is cut into documents at lines of {@code ---}. A document that begins with an opening brace is read as
 * strict JSON first; if it is none, as YAML, whose flow style also covers JSON with trailing commas or comments, as
 * kubectl and Kyverno take it. Whatever follows the first document of such a piece (after {@code ...}) is dropped in
 * silence by Kubernetes; here it is an error.
 *
 * <p>Codes of issues: TOO_LARGE, NOT_UTF8, BYTE_ORDER_MARK, NOT_YAML, NOT_JSON, TOO_DEEP, TOO_MANY_VALUES,
 * TOO_MANY_DOCUMENTS, DUPLICATE_KEY, UNSUPPORTED_TAG (a warning), NOT_A_NUMBER, UNKNOWN_ANCHOR, RECURSIVE_ALIAS,
 * HIDDEN_DOCUMENT.
 */
public final class DocumentReader {
    /** No limit on depth above this one has an effect, because trees are walked recursively. */
    static final int DEEPEST = 500;

    private DocumentReader() {}

    /**
     * Reads every document of a source.
     *
     * @param source the name that locations carry
     * @param bytes UTF-8
     * @param limits bounds; a depth above 500 counts as 500
     */
    public static DocumentReading read(String source, byte[] bytes, DocumentLimits limits) {
        if (bytes.length > limits.maxBytes()) {
            return failed(Issues.tooLarge(source, bytes.length, limits.maxBytes()));
        }
        DocumentLimits bounds = clamp(limits);
        List<Issue> issues = new ArrayList<>();
        String text;
        try {
            text = decode(source, bytes);
        } catch (ReadFailure notText) {
            return failed(notText.issue());
        }
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1);
            issues.add(Issues.warning(
                    "BYTE_ORDER_MARK",
                    new Location(source, 1, 1),
                    "the source begins with a byte order mark",
                    "U+FEFF",
                    "UTF-8 without one",
                    "Save the file without a byte order mark"));
        }
        List<DocumentSplitter.Chunk> chunks = DocumentSplitter.split(text, bounds.maxDocuments());
        List<Document> documents = new ArrayList<>(chunks.size());
        for (DocumentSplitter.Chunk chunk : chunks) {
            if (documents.size() == bounds.maxDocuments()) {
                issues.add(Issues.tooManyDocuments(
                        new Location(source, chunk.linesBefore() + 1, 1), bounds.maxDocuments()));
                break;
            }
            documents.add(document(source, documents.size(), chunk, bounds));
        }
        return new DocumentReading(documents, issues);
    }

    /**
     * Reads one JSON value, for admission reviews, annotations and the like. A number without point and exponent that fits
     * 64 bits is an {@link Value.IntegerValue}, any other a {@link Value.FloatValue}.
     *
     * @param source the name that locations carry
     * @param bytes UTF-8; as in Go, bytes that are not become U+FFFD inside of texts
     * @param limits bounds; a depth above 500 counts as 500
     */
    public static JsonReading readJson(String source, byte[] bytes, DocumentLimits limits) {
        if (bytes.length > limits.maxBytes()) {
            return new JsonReading(
                    Optional.empty(),
                    List.of(Issues.tooLarge(source, bytes.length, limits.maxBytes())),
                    Optional.empty());
        }
        DocumentLimits bounds = clamp(limits);
        if (looksLikeAnotherEncoding(bytes)) {
            return refused(source, bytes, bounds);
        }
        try {
            return read(JsonParsing.plain(source, bytes, bounds));
        } catch (ReadFailure failure) {
            return new JsonReading(Optional.empty(), List.of(failure.issue()), failure.goError());
        } catch (IOException notJson) {
            return refused(source, bytes, bounds);
        }
    }

    /** Jackson would follow a byte order mark, or guess UTF-16 and UTF-32 from zeros; Go takes UTF-8 only. */
    private static boolean looksLikeAnotherEncoding(byte[] bytes) {
        for (int i = 0; i < Math.min(4, bytes.length); i++) {
            int first = bytes[i] & 0xFF;
            if (first == 0 || (i == 0 && (first == 0xEF || first >= 0xFE))) {
                return true;
            }
        }
        return false;
    }

    private static JsonReading read(JsonParsing.Plain plain) {
        return new JsonReading(Optional.of(plain.value()), plain.issues(), Optional.empty());
    }

    private static JsonReading refused(String source, byte[] bytes, DocumentLimits limits) {
        Optional<GoJsonSyntax.SyntaxError> error = GoJsonSyntax.check(bytes);
        if (error.isEmpty()) {
            // Go accepts it: texts that are not UTF-8 get U+FFFD in place of the bad bytes.
            try {
                byte[] repaired = new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
                return read(JsonParsing.plain(source, repaired, limits));
            } catch (ReadFailure failure) {
                return new JsonReading(Optional.empty(), List.of(failure.issue()), failure.goError());
            } catch (IOException beyondBounds) {
                return new JsonReading(
                        Optional.empty(),
                        List.of(notJson(Location.of(source), "a bound is exceeded")),
                        Optional.empty());
            }
        }
        String text = new String(bytes, 0, Math.min(bytes.length, error.get().offset()), StandardCharsets.UTF_8);
        Location at = new Positions(source, text, 0).at(text.length());
        return new JsonReading(
                Optional.empty(),
                List.of(notJson(at, error.get().text())),
                Optional.of(error.get().text()));
    }

    private static Issue notJson(Location at, String why) {
        return Issues.error(
                "NOT_JSON", at, "the text is not JSON: " + why, "", "one JSON value", "Correct the text at this place");
    }

    private static Document document(String source, int index, DocumentSplitter.Chunk chunk, DocumentLimits limits) {
        Location at = new Location(source, chunk.linesBefore() + 1, 1);
        if (chunk.isBlank()) {
            return new Document(index, at, true, Optional.empty(), List.of(), Optional.empty());
        }
        try {
            if (chunk.beginsLikeJson()) {
                try {
                    JsonParsing.Tree tree = JsonParsing.located(source, chunk, limits);
                    return new Document(
                            index, at, false, Optional.of(tree.root()), tree.issues(), strict(tree.goDuplicates()));
                } catch (IOException notJson) {
                    return yaml(source, index, chunk, at, limits);
                }
            }
            return yaml(source, index, chunk, at, limits);
        } catch (ReadFailure failure) {
            return new Document(index, at, false, Optional.empty(), List.of(failure.issue()), failure.goError());
        }
    }

    private static Document yaml(
            String source, int index, DocumentSplitter.Chunk chunk, Location at, DocumentLimits limits)
            throws ReadFailure {
        YamlParsing.Parsed parsed = YamlParsing.parse(source, chunk, limits);
        YamlConversion conversion = new YamlConversion(limits, chunk.linesBefore());
        Located root = parsed.root() == null
                ? new Located.LocatedScalar(at, Value.NULL)
                : conversion.convert(parsed.root(), 0);
        List<Issue> issues = new ArrayList<>(conversion.issues());
        if (parsed.next() != null) {
            issues.add(Issues.error(
                    "HIDDEN_DOCUMENT",
                    parsed.next(),
                    "Kubernetes' readers drop what follows here without a word",
                    "",
                    "one document between two lines of ---",
                    "Put a line of --- before it, or remove it"));
        }
        return new Document(index, at, false, Optional.of(root), issues, strict(conversion.goDuplicates()));
    }

    private static Optional<String> strict(List<String> duplicates) {
        return duplicates.isEmpty()
                ? Optional.empty()
                : Optional.of("yaml: unmarshal errors:\n  " + String.join("\n  ", duplicates));
    }

    private static String decode(String source, byte[] bytes) throws ReadFailure {
        if (bytes.length >= 2 && (isMark(bytes, 0xFE, 0xFF) || isMark(bytes, 0xFF, 0xFE))) {
            throw new ReadFailure(Issues.notUtf8(Location.of(source), "UTF-16"), null);
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        out.flip();
        if (result.isError()) {
            String before = out.toString();
            Location at = new Positions(source, before, 0).at(before.length());
            throw new ReadFailure(Issues.notUtf8(at, String.format("byte 0x%02X", bytes[in.position()] & 0xFF)), null);
        }
        return out.toString();
    }

    private static boolean isMark(byte[] bytes, int first, int second) {
        return (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == second;
    }

    private static DocumentLimits clamp(DocumentLimits limits) {
        return limits.maxDepth() <= DEEPEST
                ? limits
                : new DocumentLimits(limits.maxBytes(), DEEPEST, limits.maxValues(), limits.maxDocuments());
    }

    private static DocumentReading failed(Issue issue) {
        return new DocumentReading(List.of(), List.of(issue));
    }
}
