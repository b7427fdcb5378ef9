package dev.countersign.verify.entity;

import dev.countersign.registry.Descriptor;
import dev.countersign.verify.entity.JsonValue.JsonArray;
import dev.countersign.verify.entity.JsonValue.JsonNumber;
import dev.countersign.verify.entity.JsonValue.JsonObject;
import dev.countersign.verify.entity.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The manifest under a signature tag: a layer for each signature (signature-verification.md 1.2).
 *
 * @param layers as stated, in order
 */
public record SignatureManifest(List<Descriptor> layers) {

    /** cosign's bound on layers, against a registry that serves endless ones (CVE-2024-29903). */
    public static final int MAX_LAYERS = 1000;

    public SignatureManifest {
        layers = List.copyOf(layers);
    }

    /**
     * Reads a manifest.
     *
     * @throws MalformedEntityException when the bytes are no manifest, or when it has more than {@link #MAX_LAYERS} layers
     */
    public static SignatureManifest parse(byte[] manifest) throws MalformedEntityException {
        JsonValue root;
        try {
            root = GoJson.unmarshal(manifest);
        } catch (MalformedEntityException e) {
            throw new MalformedEntityException(String.valueOf(e.getMessage()), e);
        }
        if (!(root instanceof JsonObject object)) {
            throw new MalformedEntityException(
                    "json: cannot unmarshal " + root.goName() + " into Go value of type v1.Manifest");
        }
        List<Descriptor> layers = new ArrayList<>();
        for (JsonValue field : object.fields("layers")) {
            if (field instanceof JsonArray list) {
                layers.clear();
                for (JsonValue layer : list.elements()) {
                    layers.add(descriptor(layer));
                }
            }
        }
        if (layers.size() > MAX_LAYERS) {
            throw new MalformedEntityException(
                    "number of layers (" + layers.size() + ") exceeded the limit (" + MAX_LAYERS + ")");
        }
        return new SignatureManifest(layers);
    }

    private static Descriptor descriptor(JsonValue node) throws MalformedEntityException {
        if (!(node instanceof JsonObject layer)) {
            throw new MalformedEntityException("json: cannot unmarshal " + node.goName()
                    + " into Go struct field Manifest.layers of type v1.Descriptor");
        }
        Map<String, String> annotations = new LinkedHashMap<>();
        for (JsonValue field : layer.fields("annotations")) {
            if (field instanceof JsonObject entries) {
                for (JsonValue.Member entry : entries.members()) {
                    if (!(entry.value() instanceof JsonString text)) {
                        throw new MalformedEntityException("json: cannot unmarshal "
                                + entry.value().goName()
                                + " into Go struct field Descriptor.layers.annotations of type string");
                    }
                    annotations.put(entry.name(), text.value());
                }
            }
        }
        return new Descriptor(text(layer, "mediaType"), text(layer, "digest"), size(layer), "", annotations);
    }

    private static String text(JsonObject node, String name) {
        String found = "";
        for (JsonValue field : node.fields(name)) {
            if (field instanceof JsonString text) {
                found = text.value();
            }
        }
        return found;
    }

    private static long size(JsonObject node) throws MalformedEntityException {
        long size = 0;
        for (JsonValue field : node.fields("size")) {
            if (field instanceof JsonNumber number) {
                try {
                    size = Long.parseLong(number.literal());
                } catch (NumberFormatException e) {
                    throw new MalformedEntityException(
                            "json: cannot unmarshal number " + number.literal()
                                    + " into Go struct field Descriptor.layers.size of type int64",
                            e);
                }
            }
        }
        return size;
    }
}
