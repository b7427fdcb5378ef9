package dev.countersign.trust.source;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The files of a TUF repository at hand. Immutable. */
final class MemoryTufMirror implements TufMirror {
    private final String name;
    private final Map<String, byte[]> files;

    MemoryTufMirror(String name, Map<String, byte[]> files) {
        this.name = name;
        Map<String, byte[]> copies = new HashMap<>();
        files.forEach((path, bytes) -> copies.put(path, bytes.clone()));
        this.files = copies;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<byte[]> fetch(String path, int most) {
        return Optional.ofNullable(files.get(path)).map(byte[]::clone);
    }
}
