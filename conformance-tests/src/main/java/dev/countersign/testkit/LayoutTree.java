package dev.countersign.testkit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Writes a tree of OCI image layouts, {@code DIR/<host>/<repository…>/}, for tests. Not thread-safe. */
public final class LayoutTree {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path tree;

    private LayoutTree(Path tree) {
        this.tree = tree;
    }

    /** A tree in that folder, which may hold one already. */
    public static LayoutTree in(Path tree) {
        return new LayoutTree(tree);
    }

    /** The folder. */
    public Path path() {
        return tree;
    }

    /** The folder of a repository's layout. */
    public Path layout(Repository repository) {
        return tree.resolve(repository.host()).resolve(repository.path());
    }

    /** The file of a blob or manifest. */
    public Path file(Repository repository, Digest digest) {
        return layout(repository).resolve("blobs").resolve("sha256").resolve(digest.hex());
    }

    /** Writes a blob. */
    public Digest blob(Repository repository, byte[] bytes) throws IOException {
        Digest digest = sha256(bytes);
        Path file = file(repository, digest);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        return digest;
    }

    /** Writes a manifest and lists it, with a tag or without. */
    public Digest manifest(Repository repository, Optional<String> tag, String mediaType, String manifest)
            throws IOException {
        byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
        Digest digest = blob(repository, bytes);
        Path layout = layout(repository);
        Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        Path file = layout.resolve("index.json");
        ObjectNode index = Files.exists(file)
                ? (ObjectNode) JSON.readTree(file.toFile())
                : JSON.createObjectNode().put("schemaVersion", 2);
        ArrayNode list = index.withArray("manifests");
        ObjectNode entry = list.addObject()
                .put("mediaType", mediaType)
                .put("digest", digest.text())
                .put("size", bytes.length);
        tag.ifPresent(t -> entry.putObject("annotations").put("org.opencontainers.image.ref.name", t));
        JSON.writeValue(file.toFile(), index);
        return digest;
    }

    /** Says that a host has no referrers API. */
    public void withoutReferrers(String host) throws IOException {
        Files.createDirectories(tree.resolve(host));
        Files.write(tree.resolve(host).resolve("no-referrers"), new byte[0]);
    }

    private static Digest sha256(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new Digest("sha256:" + HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
