package dev.countersign.trust.source;

import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.DocumentReading;
import dev.countersign.document.Issue;
import dev.countersign.document.JsonReading;
import dev.countersign.document.Located;
import dev.countersign.document.Located.LocatedObject;
import dev.countersign.document.Location;
import dev.countersign.document.Value;
import dev.countersign.trust.TrustRootException;
import java.util.List;
import java.util.Optional;

/**
 * A file with one protobuf message in its JSON form that states its media type. Immutable.
 *
 * @param json the message
 * @param defects words what is wrong with it
 */
record ProtoDocument(Located json, Defects defects) {

    /** Parses strict JSON; each value keeps its place. */
    static ProtoDocument parse(String source, byte[] bytes, DocumentLimits limits, Defects defects)
            throws TrustRootException {
        // The located reading also takes YAML; what is no JSON must end here. Duplicates get a place later.
        JsonReading json = DocumentReader.readJson(source, bytes, limits);
        if (json.value().isEmpty()) {
            refuse(json.issues(), defects);
        }
        DocumentReading reading = DocumentReader.read(source, bytes, limits);
        refuse(reading.allIssues(), defects);
        List<Located> roots = reading.roots();
        if (roots.size() != 1) {
            throw defects.defect(
                    Location.of(source), "", "there is no document", "", "one JSON object", "Use another file");
        }
        return new ProtoDocument(roots.get(0), defects);
    }

    private static void refuse(List<Issue> issues, Defects defects) throws TrustRootException {
        if (!issues.isEmpty()) {
            throw defects.of(issues.get(0));
        }
    }

    /** The media type, which is looked at before all else, so that a document of another kind is told as such and not by its fields. */
    String mediaType() {
        Optional<Located> stated = stated();
        return stated.isPresent() && stated.get().value() instanceof Value.StringValue text ? text.value() : "";
    }

    private Optional<Located> stated() {
        return json instanceof LocatedObject object
                ? object.get("mediaType").or(() -> object.get("media_type"))
                : Optional.empty();
    }

    TrustRootException wrongMediaType(String expected, String remedy) {
        return defects.defect(
                stated().orElse(json).location(),
                "mediaType",
                "this is no " + defects + ", or of a version that cannot be read",
                mediaType().isEmpty() ? "no media type" : mediaType(),
                expected,
                remedy);
    }

    /**
     * The message.
     *
     * @param known the fields that it may have, in lowerCamelCase
     */
    ProtoMessage message(List<String> known) throws TrustRootException {
        return ProtoMessage.root(json, known, defects);
    }
}
