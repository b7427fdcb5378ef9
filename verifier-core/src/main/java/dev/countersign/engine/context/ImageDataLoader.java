package dev.countersign.engine.context;

import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.JsonReading;
import dev.countersign.document.Value;
import dev.countersign.expression.function.FunctionContext;
import dev.countersign.expression.substitution.SubstitutionException;
import dev.countersign.expression.substitution.Substitutor;
import dev.countersign.expression.substitution.VariableException;
import dev.countersign.policy.ContextEntry.ImageRegistryEntry;
import dev.countersign.registry.Deadline;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Manifest;
import dev.countersign.registry.Registry;
import dev.countersign.registry.RegistryException;
import dev.countersign.verify.ImageName;
import dev.countersign.verify.ImageName.InvalidNameException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Loads {@code imageRegistry} entries: what a registry says of an image (Kyverno spec 4.3). Of an index, the image for linux/amd64
 * counts, as for Kyverno's registry client.
 */
final class ImageDataLoader {
    private static final int MAX_CONFIG_BYTES = 4 << 20;
    private static final DocumentLimits LIMITS = new DocumentLimits(Registry.MAX_MANIFEST_BYTES, 200, 500_000, 1);

    private final Registry registry;
    private final Deadline deadline;

    ImageDataLoader(Registry registry, Deadline deadline) {
        this.registry = registry;
        this.deadline = deadline;
    }

    Value load(ImageRegistryEntry entry, Substitutor substitutor, FunctionContext functions) throws VariableException {
        Value reference;
        try {
            reference = substitutor.substitute(Value.of(entry.reference()));
        } catch (SubstitutionException e) {
            // Kyverno's own spelling.
            throw new VariableException(
                    "ailed to substitute variables in context entry " + entry.name() + " " + entry.reference() + ": "
                            + e.getMessage(),
                    e);
        }
        if (!(reference instanceof Value.StringValue text)) {
            throw new VariableException(
                    "invalid image reference " + entry.reference() + ", image reference must be a string");
        }
        String path;
        try {
            path = EntryTexts.text(entry.jmesPath(), substitutor);
        } catch (SubstitutionException e) {
            throw new VariableException(
                    "failed to substitute variables in context entry " + entry.name() + " " + entry.jmesPath() + ": "
                            + e.getMessage(),
                    e);
        }
        Value data = data(text.value());
        return path.isEmpty()
                ? data
                : EntryTexts.search(
                        path,
                        data,
                        functions,
                        "failed to apply JMESPath (" + entry.jmesPath() + ") results to context entry " + entry.name()
                                + ", error: ");
    }

    private Value data(String reference) throws VariableException {
        String outer = "failed to fetch image descriptor: " + reference + ", error: ";
        ImageName name;
        Manifest top;
        try {
            name = ImageName.parse(reference);
        } catch (InvalidNameException e) {
            throw new VariableException(
                    outer + outer + "failed to parse image reference: " + reference + ", error: " + e.getMessage(), e);
        }
        try {
            top = name.digest().isPresent()
                    ? registry.manifest(name.repository(), name.digest().get(), deadline)
                    : registry.manifest(name.repository(), name.tag(), deadline);
        } catch (RegistryException e) {
            throw new VariableException(
                    outer + outer + "failed to fetch image reference: " + reference + ", error: " + e.getMessage(), e);
        }
        Value.ObjectValue topManifest = object(top.bytes(), "manifest", reference);
        boolean index = isIndex(top.mediaType(), topManifest);
        Value.ObjectValue manifest = index ? child(name, topManifest, reference, outer) : topManifest;
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("image", Value.of(reference));
        members.put(
                "resolvedImage", Value.of(name.repository() + "@" + top.digest().text()));
        members.put("registry", Value.of(name.repository().host()));
        members.put("repository", Value.of(name.repository().path()));
        members.put("identifier", Value.of(identifier(name, reference)));
        members.put("manifestList", index ? topManifest : Value.NULL);
        members.put("manifest", manifest);
        members.put("configData", config(name, manifest, reference, outer));
        return new Value.ObjectValue(members);
    }

    /** The tag, the digest, or both when the reference names both. */
    private static String identifier(ImageName name, String reference) {
        if (name.digest().isEmpty()) {
            return name.tag();
        }
        String before = reference.substring(0, reference.indexOf('@'));
        int colon = before.lastIndexOf(':');
        String digest = name.digest().get().text();
        // A port before the name counts as a tag here, as in Kyverno.
        return colon < 0 ? digest : before.substring(colon + 1) + "@" + digest;
    }

    private static boolean isIndex(String mediaType, Value.ObjectValue manifest) {
        String type = mediaType.isEmpty() ? manifest.text("mediaType").orElse("") : mediaType;
        return type.equals("application/vnd.oci.image.index.v1+json")
                || type.equals("application/vnd.docker.distribution.manifest.list.v2+json");
    }

    private Value.ObjectValue child(ImageName name, Value.ObjectValue index, String reference, String outer)
            throws VariableException {
        String prefix = outer + "failed to resolve image reference: " + reference + ", error: ";
        for (Value item : index.list("manifests")) {
            if (item instanceof Value.ObjectValue descriptor && isLinuxAmd64(descriptor)) {
                Digest digest = digest(descriptor, prefix);
                try {
                    return object(
                            registry.manifest(name.repository(), digest, deadline)
                                    .bytes(),
                            "manifest",
                            reference);
                } catch (RegistryException e) {
                    throw new VariableException(prefix + e.getMessage(), e);
                }
            }
        }
        throw new VariableException(
                prefix + "no child with platform linux/amd64 in index " + name.repository() + separated(name));
    }

    private static String separated(ImageName name) {
        return name.digest().map(digest -> "@" + digest.text()).orElse(":" + name.tag());
    }

    /** A child without a platform counts as one for the default platform, as for Kyverno's registry client. */
    private static boolean isLinuxAmd64(Value.ObjectValue descriptor) {
        Optional<Value.ObjectValue> platform = descriptor.object("platform");
        return platform.isEmpty()
                || (platform.get().text("os").orElse("").equals("linux")
                        && platform.get().text("architecture").orElse("").equals("amd64"));
    }

    private Value.ObjectValue config(ImageName name, Value.ObjectValue manifest, String reference, String outer)
            throws VariableException {
        String prefix = outer + "failed to fetch config for image reference: " + reference + ", error: ";
        Value.ObjectValue descriptor = manifest.object("config").orElse(Value.EMPTY_OBJECT);
        long size = descriptor.get("size").orElse(Value.NULL) instanceof Value.IntegerValue stated ? stated.value() : 0;
        ByteBuffer bytes;
        try {
            bytes = registry.blob(name.repository(), digest(descriptor, prefix), size, MAX_CONFIG_BYTES, deadline);
        } catch (RegistryException e) {
            throw new VariableException(prefix + e.getMessage(), e);
        }
        return object(bytes, "config", reference);
    }

    private static Digest digest(Value.ObjectValue descriptor, String prefix) throws VariableException {
        String stated = descriptor.text("digest").orElse("");
        return Digest.parse(stated)
                .orElseThrow(() -> new VariableException(prefix + "unsupported digest \"" + stated + "\""));
    }

    private static Value.ObjectValue object(ByteBuffer buffer, String what, String reference) throws VariableException {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        JsonReading reading = DocumentReader.readJson("<" + what + ">", bytes, LIMITS);
        if (reading.value().orElse(Value.NULL) instanceof Value.ObjectValue object) {
            return object;
        }
        throw new VariableException("failed to decode " + what + " for image reference: " + reference + ", error: "
                + reading.goError().orElse("no JSON object"));
    }
}
