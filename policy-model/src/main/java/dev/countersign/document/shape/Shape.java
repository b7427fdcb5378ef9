package dev.countersign.document.shape;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What may stand at a place of a document, as the types of a controller written in Go say it. Immutable. */
public sealed interface Shape {
    /** Whatever: a status, and parts of Kubernetes' own metadata. */
    record Anything() implements Shape {}

    /** A text. */
    record Text() implements Shape {}

    /** A text that net/url must read. */
    record Address() implements Shape {}

    /** {@code true} or {@code false}. */
    record Flag() implements Shape {}

    /** A list. */
    record ListOf(Shape item) implements Shape {}

    /** Base64 in a text. */
    record Bytes() implements Shape {}

    /** An object whose members are texts. */
    record TextMap() implements Shape {}

    /**
     * An object.
     *
     * @param type its name in Go's errors
     * @param packageName the Go package, empty for that of the document's version
     */
    record Struct(String type, String packageName, Map<String, Shape> members) implements Shape {
        public Struct {
            members = Collections.unmodifiableMap(new TreeMap<>(members));
        }
    }

    /** Any text. */
    Shape TEXT = new Text();

    /** A truth value. */
    Shape FLAG = new Flag();

    /** An object of a type of the document's own version. */
    static Struct struct(String type, Map<String, Shape> members) {
        return new Struct(type, "", members);
    }

    /**
     * A whole object of Kubernetes.
     *
     * @param type the name of its type in Go
     */
    static Struct object(String type, Shape spec) {
        return struct(
                type,
                Map.of(
                        "apiVersion",
                        TEXT,
                        "kind",
                        TEXT,
                        "metadata",
                        objectMeta(),
                        "status",
                        new Anything(),
                        "spec",
                        spec));
    }

    /** Kubernetes' metadata of an object. */
    static Struct objectMeta() {
        Anything other = new Anything();
        return new Struct(
                "ObjectMeta",
                "v1",
                Map.ofEntries(
                        Map.entry("name", TEXT),
                        Map.entry("generateName", TEXT),
                        Map.entry("namespace", TEXT),
                        Map.entry("selfLink", TEXT),
                        Map.entry("uid", TEXT),
                        Map.entry("resourceVersion", TEXT),
                        Map.entry("generation", other),
                        Map.entry("creationTimestamp", other),
                        Map.entry("deletionTimestamp", other),
                        Map.entry("deletionGracePeriodSeconds", other),
                        Map.entry("labels", new TextMap()),
                        Map.entry("annotations", new TextMap()),
                        Map.entry("ownerReferences", other),
                        Map.entry("finalizers", new ListOf(TEXT)),
                        Map.entry("managedFields", other)));
    }
}
