package dev.countersign.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes the excerpt of a corpus that the project keeps: the cases that a file names, with the repositories and the trust that
 * they need, and all tables. Needs nothing but the JDK:
 *
 * <pre>{@code java conformance-tests/src/test/java/dev/countersign/conformance/CorpusExcerpt.java CORPUS conformance-tests/corpus}</pre>
 *
 * <p>{@code conformance-tests/corpus/excerpt.txt} names, one a line, cases ({@code cases/area/name}), recordings of the command line
 * ({@code cli/name}) and tables ({@code tables/file.jsonl}, or {@code tables/file.jsonl 40} for 40 lines spread over the file).
 */
final class CorpusExcerpt {
    private static final Pattern TRUST = Pattern.compile("\"trustedRoot\"\\s*:\\s*\"([^\"]+)\"");

    private static final Pattern DIGEST = Pattern.compile("sha256:([0-9a-f]{64})");
    private static final Pattern SUBJECT = Pattern.compile("\"subject\"\\s*:\\s*\\{[^}]*sha256:([0-9a-f]{64})");
    private static final Pattern TAG =
            Pattern.compile("\"org\\.opencontainers\\.image\\.ref\\.name\"\\s*:\\s*\"([^\"]+)\"");

    private CorpusExcerpt() {}

    public static void main(String[] arguments) throws IOException {
        Path corpus = Path.of(arguments[0]);
        Path target = Path.of(arguments[1]);
        List<String> wanted = Files.readAllLines(target.resolve("excerpt.txt"), StandardCharsets.UTF_8).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        for (String part : List.of("cases", "cli", "tables", "registry", "trust")) {
            delete(target.resolve(part));
        }
        StringBuilder texts = new StringBuilder();
        for (String line : wanted) {
            if (line.startsWith("tables/")) {
                table(corpus, target, line);
            } else {
                copy(corpus.resolve(line), target.resolve(line));
                texts.append(content(corpus.resolve(line)));
            }
        }
        Matcher trust = TRUST.matcher(texts);
        while (trust.find()) {
            copy(corpus.resolve(trust.group(1)), target.resolve(trust.group(1)));
        }
        registry(corpus.resolve("registry"), target.resolve("registry"), texts.toString());
    }

    /** Copies a repository when a copied file names it. */
    private static void registry(Path from, Path to, String texts) throws IOException {
        List<Path> layouts;
        try (Stream<Path> files = Files.walk(from)) {
            layouts = files.filter(file -> file.endsWith("index.json"))
                    .map(Path::getParent)
                    .toList();
        }
        for (Path layout : layouts) {
            String name = from.relativize(layout).toString().replace('\\', '/');
            String host = name.substring(0, name.indexOf('/'));
            String path = name.substring(host.length() + 1);
            boolean hub = host.equals("index.docker.io");
            String sought = hub ? path.replaceFirst("^library/", "") : path;
            boolean named = Pattern.compile(
                            "(?<![\\w./-])" + (hub ? "(docker\\.io/|library/)*" : Pattern.quote(host) + "/")
                                    + Pattern.quote(sought) + "(?![\\w./-]|:\\w+/)")
                    .matcher(texts)
                    .find();
            if (named) {
                layout(layout, to.resolve(name), texts);
            }
            for (String file : List.of("no-referrers", "auth.json")) {
                if (named && Files.exists(from.resolve(host).resolve(file))) {
                    copy(from.resolve(host).resolve(file), to.resolve(host).resolve(file));
                }
            }
        }
    }

    /**
     * Copies what the texts name of a layout: the tags and digests, the signatures and referrers of those, and every blob that they
     * mention.
     */
    private static void layout(Path from, Path to, String texts) throws IOException {
        String index = Files.readString(from.resolve("index.json"), StandardCharsets.UTF_8);
        List<String> entries = entries(index);
        Set<String> hashes = new TreeSet<>();
        List<String> kept = new ArrayList<>();
        boolean grown = true;
        while (grown) {
            grown = false;
            for (String entry : entries) {
                if (!kept.contains(entry) && isWanted(entry, from, texts, hashes)) {
                    kept.add(entry);
                    reach(group(DIGEST, entry), from, hashes);
                    grown = true;
                }
            }
        }
        Files.createDirectories(to);
        List<String> inOrder = entries.stream().filter(kept::contains).toList();
        String head = entries.isEmpty() ? index : index.substring(0, index.indexOf(entries.get(0)));
        String tail = entries.isEmpty() ? "" : "\n  ]\n}\n";
        Files.writeString(
                to.resolve("index.json"), head + String.join(",\n    ", inOrder) + tail, StandardCharsets.UTF_8);
        if (Files.exists(from.resolve("oci-layout"))) {
            copy(from.resolve("oci-layout"), to.resolve("oci-layout"));
        }
        for (String hash : hashes) {
            Path blob = from.resolve("blobs/sha256").resolve(hash);
            if (Files.exists(blob)) {
                copy(blob, to.resolve("blobs/sha256").resolve(hash));
            }
        }
    }

    private static boolean isWanted(String entry, Path layout, String texts, Set<String> hashes) throws IOException {
        String tag = group(TAG, entry);
        String hash = group(DIGEST, entry);
        if (hashes.contains(hash) || texts.contains(hash)) {
            return true;
        }
        if (!tag.isEmpty() && hashes.stream().anyMatch(tag::contains)) {
            return true;
        }
        boolean named = !tag.isEmpty()
                && Pattern.compile("[\\w/]:" + Pattern.quote(tag) + "(?![\\w.-])")
                        .matcher(texts)
                        .find();
        // A referrer names its subject in its manifest.
        return named || hashes.contains(group(SUBJECT, manifest(layout, hash)));
    }

    /** The hash and every hash that its blob mentions, if it is a small one, as manifests are. */
    private static void reach(String hash, Path layout, Set<String> hashes) throws IOException {
        if (hashes.add(hash)) {
            Matcher mentioned = DIGEST.matcher(manifest(layout, hash));
            while (mentioned.find()) {
                reach(mentioned.group(1), layout, hashes);
            }
        }
    }

    private static String manifest(Path layout, String hash) throws IOException {
        Path blob = layout.resolve("blobs/sha256").resolve(hash);
        return Files.exists(blob) && Files.size(blob) < 1 << 20
                ? Files.readString(blob, StandardCharsets.ISO_8859_1)
                : "";
    }

    /** The objects of the index's list, as they are written. */
    private static List<String> entries(String index) {
        List<String> entries = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = index.indexOf('['); i >= 0 && i < index.length(); i++) {
            char c = index.charAt(i);
            if (c == '{' && depth++ == 0) {
                start = i;
            } else if (c == '}' && --depth == 0) {
                entries.add(index.substring(start, i + 1));
            }
            if (depth < 0) {
                break;
            }
        }
        return entries;
    }

    private static String group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static void table(Path corpus, Path target, String line) throws IOException {
        String[] parts = line.split(" ");
        List<String> all = List.of(Files.readString(corpus.resolve(parts[0]), StandardCharsets.UTF_8)
                .split("\n"));
        int count = parts.length > 1 ? Math.min(all.size(), Integer.parseInt(parts[1])) : all.size();
        List<String> some = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            // A line that is left out stays as an empty one, so that the others keep their numbers.
            boolean chosen = (long) i * count / all.size() != (long) (i + 1) * count / all.size();
            some.add(chosen ? all.get(i) : "");
        }
        Path file = target.resolve(parts[0]);
        Files.createDirectories(file.getParent());
        Files.writeString(file, String.join("\n", some) + "\n", StandardCharsets.UTF_8);
    }

    private static String content(Path folder) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file, StandardCharsets.UTF_8)).append('\n');
            }
        }
        return text.toString();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path at = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(at);
                } else {
                    Files.createDirectories(at.getParent());
                    Files.copy(file, at, StandardCopyOption.REPLACE_EXISTING);
                    at.toFile().setWritable(true);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
