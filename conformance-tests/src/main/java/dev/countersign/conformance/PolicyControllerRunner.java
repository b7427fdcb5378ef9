package dev.countersign.conformance;

import dev.countersign.document.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs the cases of sigstore's policy-controller: {@code policy-controller/<name>} of a corpus, each with a {@code case.json}, documents and
 * an {@code expected.json}. Compared are which documents count and why not, and the answer of admission. Immutable.
 */
public final class PolicyControllerRunner {
    private final Path corpus;
    private final Map<String, Path> mirrors;
    private final String hanging;
    private final String only;

    private PolicyControllerRunner(Path corpus, Map<String, Path> mirrors, String hanging, String only) {
        this.corpus = corpus;
        this.mirrors = Map.copyOf(mirrors);
        this.hanging = hanging;
        this.only = only;
    }

    /** The cases of a corpus, without any TUF mirror. */
    public static PolicyControllerRunner of(Path corpus) {
        return new PolicyControllerRunner(corpus, Map.of(), "", "");
    }

    /** The same with a mirror at that address, in a folder below the corpus. */
    public PolicyControllerRunner withMirror(String address, String folder) {
        Map<String, Path> more = new LinkedHashMap<>(mirrors);
        more.put(address, corpus.resolve(folder));
        return new PolicyControllerRunner(corpus, more, hanging, only);
    }

    /** The same where a registry never answers. */
    public PolicyControllerRunner withHangingHost(String host) {
        return new PolicyControllerRunner(corpus, mirrors, host, only);
    }

    /** The same with only the cases in whose name the expression is found. */
    public PolicyControllerRunner only(String expression) {
        return new PolicyControllerRunner(corpus, mirrors, hanging, expression);
    }

    /** Runs all of them. */
    public ConformanceReport run() {
        List<CaseResult> results = new ArrayList<>();
        PolicyControllerWorld world = new PolicyControllerWorld(corpus, mirrors, hanging);
        Pattern wanted = Pattern.compile(only);
        for (Path directory : cases()) {
            String name = "policy-controller/" + directory.getFileName();
            if (wanted.matcher(name).find()) {
                results.add(run(new CaseFolder(name, directory), world));
            }
        }
        return new ConformanceReport(results);
    }

    private static CaseResult run(CaseFolder folder, PolicyControllerWorld world) {
        try {
            return new PolicyControllerCase(folder, world).result();
        } catch (RuntimeException | StackOverflowError e) {
            return new CaseResult(
                    folder.name(),
                    Outcome.CRASH,
                    List.of(),
                    List.of(new Difference("", Value.NULL, Value.of(String.valueOf(e)), Outcome.CRASH)),
                    List.of());
        }
    }

    private List<Path> cases() {
        Path folder = corpus.resolve("policy-controller");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.filter(found -> Files.exists(found.resolve("case.json")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new CorpusException("cannot list " + folder, e);
        }
    }
}
