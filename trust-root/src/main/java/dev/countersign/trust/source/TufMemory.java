package dev.countersign.trust.source;

import dev.sigstore.tuf.MetaStore;
import dev.sigstore.tuf.TargetStore;
import dev.sigstore.tuf.model.SignedTufMeta;
import dev.sigstore.tuf.model.TufMeta;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The metadata and targets that a TUF client has verified. Not thread-safe; an update works on a copy, so that it counts as a whole. */
final class TufMemory implements MetaStore, TargetStore {
    private final Map<String, SignedTufMeta<? extends TufMeta>> metadata = new HashMap<>();
    private final Map<String, byte[]> targets = new HashMap<>();

    /** The same metadata, and no targets: they are checked anew against what the metadata says then. */
    TufMemory copy() {
        TufMemory copy = new TufMemory();
        copy.metadata.putAll(metadata);
        return copy;
    }

    Map<String, byte[]> targets() {
        return targets;
    }

    @Override
    public String getIdentifier() {
        return "memory";
    }

    @Override
    public void writeMeta(String role, SignedTufMeta<? extends TufMeta> meta) {
        metadata.put(role, meta);
    }

    @Override
    public <T extends SignedTufMeta<? extends TufMeta>> Optional<T> readMeta(String role, Class<T> type) {
        return Optional.ofNullable(metadata.get(role)).filter(type::isInstance).map(type::cast);
    }

    @Override
    public void clearMeta(String role) {
        metadata.remove(role);
    }

    @Override
    public void writeTarget(String name, byte[] bytes) {
        targets.put(name, bytes);
    }

    @Override
    public byte[] readTarget(String name) throws IOException {
        byte[] bytes = targets.get(name);
        if (bytes == null) {
            throw new FileNotFoundException(name);
        }
        return bytes;
    }

    @Override
    public InputStream getTargetInputSteam(String name) throws IOException {
        return new ByteArrayInputStream(readTarget(name));
    }

    @Override
    public boolean hasTarget(String name) {
        return targets.containsKey(name);
    }
}
