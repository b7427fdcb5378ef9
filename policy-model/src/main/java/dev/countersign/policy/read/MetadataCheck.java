package dev.countersign.policy.read;

import dev.countersign.document.Located;
import dev.countersign.document.Located.LocatedObject;
import dev.countersign.document.Value;
import dev.countersign.policy.ObjectMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks {@code metadata} as the API server does: kinds of values first, then names, labels and annotations. Confined to
 * one thread.
 */
final class MetadataCheck {
    private static final String TEXT = "string";
    private static final String TEXT_MAP = "map[string]string";

    /** The members of Go's ObjectMeta and the kinds of values that are checked of them. */
    private static final Map<String, String> MEMBERS = Map.ofEntries(
            Map.entry("annotations", TEXT_MAP),
            Map.entry("creationTimestamp", ""),
            Map.entry("deletionGracePeriodSeconds", ""),
            Map.entry("deletionTimestamp", ""),
            Map.entry("finalizers", ""),
            Map.entry("generateName", TEXT),
            Map.entry("generation", ""),
            Map.entry("labels", TEXT_MAP),
            Map.entry("managedFields", ""),
            Map.entry("name", TEXT),
            Map.entry("namespace", TEXT),
            Map.entry("ownerReferences", ""),
            Map.entry("resourceVersion", TEXT),
            Map.entry("selfLink", TEXT),
            Map.entry("uid", "types.UID"));

    private final Findings findings;
    private final List<String> unknown = new ArrayList<>();
    private Optional<String> decodeError = Optional.empty();

    MetadataCheck(Findings findings) {
        this.findings = findings;
    }

    /** Go's words where a member is of the wrong kind. */
    Optional<String> decodeError() {
        return decodeError;
    }

    /** Paths that Kubernetes does not know. */
    List<String> unknownPaths() {
        return List.copyOf(unknown);
    }

    /** Checks the metadata of a document. Of use only where no error was found. */
    ObjectMetadata check(LocatedObject root, boolean namespaced) {
        Located metadata = root.get("metadata").orElse(root);
        boolean absent = metadata == root || metadata.value() instanceof Value.NullValue;
        if (!absent && !(metadata instanceof LocatedObject)) {
            decodeError = Optional.of("json: cannot unmarshal " + GoWords.decoderType(metadata.value())
                    + " into Go value of type v1.ObjectMeta");
            mistyped("metadata", metadata, "an object");
        }
        LocatedObject object = !absent && metadata instanceof LocatedObject found
                ? found
                : new LocatedObject(metadata.location(), List.of());
        for (Located.Member member : GoMembers.inOrder(object)) {
            String kind = MEMBERS.get(member.key());
            if (kind == null) {
                if (unknown.size() < Findings.MAX_ISSUES) {
                    unknown.add("metadata." + member.key());
                }
                findings.unknownMetadata(
                        "metadata." + member.key(),
                        member.keyLocation(),
                        member.key(),
                        MEMBERS.keySet().stream().sorted().toList());
            } else if (kind.equals(TEXT_MAP)) {
                textMap(member);
            } else if (!kind.isEmpty()) {
                text(member.key(), member.value(), kind, "metadata." + member.key());
            }
        }
        Value.ObjectValue values = object.value();
        ObjectMetadata read = new ObjectMetadata(
                values.text("name").orElse(""),
                values.text("namespace").orElse(""),
                values.texts("labels"),
                values.texts("annotations"));
        new ObjectNames(findings, object)
                .check(read, values.text("generateName").orElse(""), namespaced);
        return read;
    }

    private void textMap(Located.Member member) {
        String path = "metadata." + member.key();
        if (!(member.value() instanceof LocatedObject object)) {
            if (!(member.value().value() instanceof Value.NullValue)) {
                refuse(member.key(), member.value(), TEXT_MAP);
                mistyped(path, member.value(), "an object");
            }
            return;
        }
        GoMembers.inOrder(object).forEach(entry -> text(member.key(), entry.value(), TEXT, path + "." + entry.key()));
    }

    private void text(String member, Located value, String type, String path) {
        Value found = value.value();
        if (!(found instanceof Value.StringValue || found instanceof Value.NullValue)) {
            refuse(member, value, type);
            mistyped(path, value, "a text");
        }
    }

    private void refuse(String member, Located value, String type) {
        if (decodeError.isEmpty()) {
            decodeError = Optional.of("json: cannot unmarshal " + GoWords.decoderType(value.value())
                    + " into Go struct field ObjectMeta." + member + " of type " + type);
        }
    }

    private void mistyped(String path, Located value, String expected) {
        findings.error(
                "WRONG_TYPE",
                value.location(),
                path,
                "the value is of the wrong kind",
                Findings.describe(value.value()),
                expected,
                expected.equals("a text") ? "Put it into quotes" : "Write " + expected);
    }
}
