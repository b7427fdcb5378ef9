package dev.countersign.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One OCI image layout, that is one repository (OCI image specification, image layout). Its index is read once; manifests and
 * blobs are read when asked for. Immutable but for the files.
 */
final class OciLayout {
    static final String INDEX_FILE = "index.json";
    static final String MARKER_FILE = "oci-layout";

    private static final String TAG = "org.opencontainers.image.ref.name";
    private static final int MAX_INDEX_BYTES = 64 << 20;
    private static final int MAX_MARKER_BYTES = 4 << 10;
    private static final int MAX_MANIFESTS = 100_000;
    private static final int MAX_NESTING = 8;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Map<String, Digest> tags;
    private final Map<Digest, String> mediaTypes;
    private final Map<String, List<Descriptor>> referrers;

    private OciLayout(Reading reading) {
        this.folder = reading.folder;
        this.tags = Map.copyOf(reading.tags);
        this.mediaTypes = Map.copyOf(reading.mediaTypes);
        Map<String, List<Descriptor>> lists = new HashMap<>();
        reading.referrers.forEach((subject, list) -> lists.put(subject, List.copyOf(list)));
        this.referrers = Map.copyOf(lists);
    }

    /** Whether that folder looks like a layout, whole or damaged. */
    static boolean isLayout(Path folder) {
        return Files.exists(folder.resolve(INDEX_FILE))
                || Files.exists(folder.resolve(MARKER_FILE))
                || Files.isDirectory(folder.resolve("blobs"));
    }

    /**
     * Reads the layout in that folder.
     *
     * @throws RegistryException {@link RegistryException.Kind#CORRUPT} naming the file and what is wrong with it
     */
    static OciLayout read(Path folder) throws RegistryException {
        checkMarker(folder.resolve(MARKER_FILE));
        Path index = folder.resolve(INDEX_FILE);
        List<Descriptor> listed;
        try {
            listed = IndexReader.descriptors(LayoutFiles.read(index, MAX_INDEX_BYTES));
        } catch (NoSuchFileException e) {
            throw LayoutFiles.corrupt(index, "the index of the layout is missing");
        } catch (IndexReader.MalformedException e) {
            throw LayoutFiles.corrupt(index, "the index of the layout is broken or cut off: " + e.getMessage());
        }
        Reading reading = new Reading(folder);
        for (Descriptor entry : listed) {
            reading.add(entry);
        }
        return new OciLayout(reading);
    }

    private static void checkMarker(Path marker) throws RegistryException {
        JsonNode tree;
        try {
            ByteBuffer bytes = LayoutFiles.read(marker, MAX_MARKER_BYTES);
            tree = JSON.readTree(StandardCharsets.UTF_8.decode(bytes).toString());
        } catch (NoSuchFileException e) {
            throw LayoutFiles.corrupt(marker, "the file that marks an OCI layout is missing");
        } catch (JsonProcessingException e) {
            throw LayoutFiles.corrupt(marker, "the file that marks an OCI layout is no JSON");
        }
        String version = tree.path("imageLayoutVersion").asText("");
        if (!version.startsWith("1.")) {
            throw LayoutFiles.corrupt(
                    marker, "imageLayoutVersion is \"" + Failures.printable(version) + "\", expected 1.0.0");
        }
    }

    /** What a tag stands for. */
    Optional<Digest> tag(String tag) {
        return Optional.ofNullable(tags.get(tag));
    }

    /** Whether the layout lists that manifest, or an index that it lists does. */
    boolean lists(Digest manifest) {
        return mediaTypes.containsKey(manifest);
    }

    /** The media type of a manifest as the index states it or, where it does not, as the manifest does. */
    String mediaType(Digest manifest) {
        return mediaTypes.getOrDefault(manifest, "");
    }

    /** The manifests whose subject that digest is, in the order of the index. */
    List<Descriptor> referrers(Digest subject) {
        return referrers.getOrDefault(subject.text(), List.of());
    }

    /** The bytes of a blob or manifest, as they lie there; empty when there are none. */
    Optional<ByteBuffer> bytes(Digest digest, long maxBytes) throws RegistryException {
        return bytes(folder, digest, maxBytes);
    }

    /** The size of a blob's file in bytes; empty when there is none. */
    Optional<Long> size(Digest digest) throws RegistryException {
        Path file = file(folder, digest);
        try {
            return Files.isRegularFile(file) ? Optional.of(Files.size(file)) : Optional.empty();
        } catch (java.io.IOException e) {
            throw LayoutFiles.corrupt(file, "the file cannot be read");
        }
    }

    private static Optional<ByteBuffer> bytes(Path folder, Digest digest, long maxBytes) throws RegistryException {
        try {
            return Optional.of(LayoutFiles.read(file(folder, digest), maxBytes));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Path file(Path folder, Digest digest) {
        return folder.resolve("blobs").resolve("sha256").resolve(digest.hex());
    }

    /** What is collected while the index is read. */
    private static final class Reading {
        private final Path folder;
        private final Map<String, Digest> tags = new HashMap<>();
        private final Map<Digest, String> mediaTypes = new LinkedHashMap<>();
        private final Map<String, List<Descriptor>> referrers = new HashMap<>();

        Reading(Path folder) {
            this.folder = folder;
        }

        void add(Descriptor entry) throws RegistryException {
            Path index = folder.resolve(INDEX_FILE);
            Digest digest = Digest.parse(entry.digest())
                    .orElseThrow(() -> LayoutFiles.corrupt(
                            index, "\"" + Failures.printable(entry.digest()) + "\" is not a sha256 digest"));
            ByteBuffer bytes = bytes(folder, digest, Registry.MAX_MANIFEST_BYTES)
                    .orElseThrow(() -> LayoutFiles.corrupt(
                            file(folder, digest), "the manifest is listed in index.json, but its file is missing"));
            add(entry.mediaType(), digest, bytes, MAX_NESTING);
            String tag = entry.annotations().getOrDefault(TAG, "");
            if (tag.isEmpty()) {
                return;
            }
            Digest other = tags.putIfAbsent(tag, digest);
            if (other != null && !other.equals(digest)) {
                throw LayoutFiles.corrupt(
                        index, "tag " + Failures.printable(tag) + " stands for " + other + " and for " + digest);
            }
        }

        /** Children of an index come before it, and those that the layout does not hold are not served. */
        private void add(String stated, Digest digest, ByteBuffer bytes, int depth) throws RegistryException {
            if (mediaTypes.containsKey(digest)) {
                return;
            }
            if (mediaTypes.size() >= MAX_MANIFESTS) {
                throw LayoutFiles.corrupt(folder.resolve(INDEX_FILE), "more than " + MAX_MANIFESTS + " manifests");
            }
            IndexReader.Outline outline = IndexReader.outline(bytes);
            String mediaType = stated.isEmpty() ? outline.mediaType() : stated;
            for (Descriptor child : depth == 0 ? List.<Descriptor>of() : outline.children()) {
                Optional<Digest> name = Digest.parse(child.digest());
                Optional<ByteBuffer> content =
                        name.isPresent() ? bytes(folder, name.get(), Registry.MAX_MANIFEST_BYTES) : Optional.empty();
                if (name.isPresent() && content.isPresent()) {
                    add(child.mediaType(), name.get(), content.get(), depth - 1);
                }
            }
            if (mediaTypes.putIfAbsent(digest, mediaType) == null
                    && outline.subject().isPresent()) {
                Descriptor referrer = new Descriptor(
                        mediaType, digest.text(), bytes.remaining(), outline.artifactType(), outline.annotations());
                referrers
                        .computeIfAbsent(outline.subject().get(), s -> new ArrayList<>())
                        .add(referrer);
            }
        }
    }
}
