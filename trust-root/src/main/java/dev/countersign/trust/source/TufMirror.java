package dev.countersign.trust.source;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the files of a TUF repository come from. Nothing of it is trusted: whoever reads it checks signatures, versions and hashes.
 * Implementations are thread-safe and do no I/O when they are made.
 */
public interface TufMirror {

    /** The name that origins and errors carry: an address or a directory. */
    String name();

    /**
     * A file.
     *
     * @param path below the repository, with slashes: {@code timestamp.json}, {@code 2.root.json}, {@code
     *     targets/<hash>.trusted_root.json}; made of letters, digits and {@code . _ - +}, without a segment of dots alone
     * @param most bytes; an implementation reads no more than one above it
     * @return absent where there is no such file
     * @throws IOException when that could not be found out
     */
    Optional<byte[]> fetch(String path, int most) throws IOException;

    /**
     * A mirror over HTTP. A file takes at most {@value HttpTufMirror#SECONDS_PER_FILE} seconds; a status of 403 or 404 means that there is no
     * such file.
     *
     * @param mirror the address below which {@code timestamp.json} is
     * @param http of the caller, who decides on proxies, redirects and TLS
     */
    static TufMirror http(URI mirror, HttpClient http) {
        return new HttpTufMirror(mirror, http);
    }

    /** A copy of a repository in a directory, without any network. */
    static TufMirror directory(Path directory) {
        return new DirectoryTufMirror(directory);
    }

    /**
     * A repository in memory.
     *
     * @param files by path; copied
     */
    static TufMirror inMemory(String name, Map<String, byte[]> files) {
        return new MemoryTufMirror(name, files);
    }
}
