package dev.countersign.trust.resource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The files of a TUF repository that a TrustRoot carries as {@code tar.gz}, by their paths below {@code repository/}. Every file is read
 * whole, where policy-controller loses the tail of some (divergence D75). Immutable and thread-safe.
 */
public final class MirrorFiles {
    /** No more is unpacked, in bytes: 32 MiB. */
    public static final int MAX_BYTES = 32 << 20;

    /** No more files are unpacked. */
    public static final int MAX_FILES = 10_000;

    private static final int BLOCK = 512;
    private static final int CHUNK = 32 << 10;
    private static final int NAME_BYTES = 100;
    private static final int SIZE_AT = 124;
    private static final int SIZE_BYTES = 12;
    private static final int TYPE_AT = 156;
    private static final int MAGIC_AT = 257;
    private static final int PREFIX_AT = 345;
    private static final int PREFIX_BYTES = 155;
    private static final String ROOT = "repository/";

    private final Map<String, ByteBuffer> files;
    private final boolean crossing;

    private MirrorFiles(Map<String, ByteBuffer> files, boolean crossing) {
        this.files = Collections.unmodifiableMap(files);
        this.crossing = crossing;
    }

    /** The archive cannot be used; the message is in the words of policy-controller, or of a bound of ours. */
    static final class BadArchive extends Exception {
        private static final long serialVersionUID = 1L;

        BadArchive(String message) {
            super(message);
        }

        BadArchive(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Unpacks an archive, bounded. */
    static MirrorFiles unpack(byte[] archive) throws BadArchive {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(archive))) {
            byte[] tar = in.readNBytes(MAX_BYTES + 1);
            if (tar.length > MAX_BYTES) {
                throw new BadArchive("failed to uncompress: more than " + MAX_BYTES + " bytes");
            }
            Map<String, ByteBuffer> files = new TreeMap<>();
            boolean crossing = read(tar, files);
            return new MirrorFiles(files, crossing);
        } catch (ZipException e) {
            throw new BadArchive("failed to uncompress: gzip: invalid header", e);
        } catch (IOException e) {
            throw new BadArchive("failed to uncompress: unexpected EOF", e);
        }
    }

    /** The file at that path below {@code repository/}; read-only. */
    public Optional<ByteBuffer> file(String path) {
        return Optional.ofNullable(files.get(path)).map(ByteBuffer::duplicate);
    }

    /** All paths, sorted. */
    public Set<String> paths() {
        return files.keySet();
    }

    /** Whether a folder of that name holds anything. */
    boolean hasFolder(String folder) {
        return files.keySet().stream().anyMatch(path -> path.startsWith(folder + "/"));
    }

    /** Whether a file lies across a multiple of 32 KiB of the archive, so that policy-controller loses its tail. */
    boolean crossesBlocks() {
        return crossing;
    }

    private static boolean read(byte[] tar, Map<String, ByteBuffer> files) throws BadArchive {
        boolean crossing = false;
        String longName = "";
        int at = 0;
        while (at + BLOCK <= tar.length && !isEmpty(tar, at)) {
            long size = octal(tar, at + SIZE_AT, SIZE_BYTES);
            int start = at + BLOCK;
            if (size < 0 || size > tar.length - start) {
                throw new BadArchive("failed to uncompress: unexpected EOF");
            }
            int length = (int) size;
            char type = (char) (tar[at + TYPE_AT] & 0xFF);
            if (type == 'L') {
                longName = text(tar, start, length);
            } else if (type == 'x') {
                longName = paxPath(tar, start, length).orElse(longName);
            } else {
                String name = longName.isEmpty() ? name(tar, at) : longName;
                longName = "";
                if (type == '0' || type == 0) {
                    crossing |= length > 0 && start / CHUNK != (start + length - 1) / CHUNK;
                    if (files.size() == MAX_FILES) {
                        throw new BadArchive("failed to uncompress: more than " + MAX_FILES + " files");
                    }
                    put(files, name, ByteBuffer.wrap(tar, start, length).slice().asReadOnlyBuffer());
                }
            }
            at = start + (length + BLOCK - 1) / BLOCK * BLOCK;
        }
        return crossing;
    }

    private static void put(Map<String, ByteBuffer> files, String name, ByteBuffer content) {
        String path = name;
        while (path.startsWith("/") || path.startsWith("./")) {
            path = path.substring(path.indexOf('/') + 1);
        }
        files.put(path.startsWith(ROOT) ? path.substring(ROOT.length()) : "../" + path, content);
    }

    private static String name(byte[] tar, int at) {
        String name = text(tar, at, NAME_BYTES);
        boolean ustar = text(tar, at + MAGIC_AT, 5).equals("ustar") && tar[at + MAGIC_AT + 5] == 0;
        String prefix = ustar ? text(tar, at + PREFIX_AT, PREFIX_BYTES) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String text(byte[] tar, int at, int length) {
        int end = at;
        while (end < at + length && tar[end] != 0) {
            end++;
        }
        return new String(tar, at, end - at, StandardCharsets.UTF_8);
    }

    private static Optional<String> paxPath(byte[] tar, int at, int length) {
        for (String line : new String(tar, at, length, StandardCharsets.UTF_8).split("\n", -1)) {
            int key = line.indexOf(" path=");
            if (key > 0) {
                return Optional.of(line.substring(key + " path=".length()));
            }
        }
        return Optional.empty();
    }

    private static boolean isEmpty(byte[] tar, int at) {
        for (int i = at; i < at + BLOCK; i++) {
            if (tar[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** A size in octal digits, or -1. */
    private static long octal(byte[] tar, int at, int length) {
        long value = 0;
        for (int i = at; i < at + length; i++) {
            byte b = tar[i];
            if (b >= '0' && b <= '7') {
                value = value * 8 + (b - '0');
            } else if (b != ' ' && b != 0) {
                return -1;
            }
        }
        return value;
    }
}
