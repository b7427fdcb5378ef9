package dev.countersign.cli;

import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One recorded call of Kyverno's command line, and the same call of ours in this process.
 *
 * @param directory its input files and its results
 * @param registry the tree of layouts that it asks
 */
record Recording(Path directory, Path registry) {
    private static final Set<String> PATH_FLAGS =
            Set.of("-r", "--resource", "--resources", "-e", "--exception", "--exceptions");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T00:00:00Z"), ZoneOffset.UTC);

    /** What a call prints and exits with. */
    record Outcome(int status, String out, String err) {}

    /** The recorded calls of {@code apply}, by name. */
    static List<Recording> below(Path corpus) throws IOException {
        try (Stream<Path> folders = Files.list(corpus.resolve("cli"))) {
            return folders.filter(folder -> Files.exists(folder.resolve("command.json")))
                    .filter(folder -> folder.getFileName().toString().startsWith("apply-"))
                    .sorted()
                    .map(folder -> new Recording(folder, corpus.resolve("registry")))
                    .toList();
        }
    }

    String name() {
        return String.valueOf(directory.getFileName());
    }

    Outcome kyverno() {
        return new Outcome(Integer.parseInt(text("exit.txt").strip()), text("stdout.txt"), text("stderr.txt"));
    }

    /** Ours, with paths as the call names them and without our own section of reasons. */
    Outcome ours() {
        ObjectValue command = command();
        byte[] input = command.text("stdin")
                .map(file -> text(file).getBytes(StandardCharsets.UTF_8))
                .orElse(new byte[0]);
        List<String> arguments = new ArrayList<>();
        arguments.add("apply");
        arguments.add("--registry-layout");
        arguments.add(registry.toString());
        arguments.addAll(arguments(command));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream printed = new PrintStream(out, false, StandardCharsets.UTF_8);
        int status = Countersign.run(
                printed,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(input),
                CLOCK,
                arguments.toArray(String[]::new));
        printed.flush();
        String own = relative(out.toString(StandardCharsets.UTF_8));
        int why = own.indexOf("\nWhy:\n");
        return new Outcome(
                status, why < 0 ? own : own.substring(0, why), relative(err.toString(StandardCharsets.UTF_8)));
    }

    private String relative(String text) {
        return text.replace(directory + "/", "");
    }

    private List<String> arguments(ObjectValue command) {
        List<String> arguments = new ArrayList<>();
        String before = "";
        for (Value value : command.list("args").subList(1, command.list("args").size())) {
            String argument = ((Value.StringValue) value).value();
            boolean flag = argument.startsWith("-");
            boolean path = !flag && (!before.startsWith("-") || PATH_FLAGS.contains(before));
            arguments.add(path ? paths(argument) : argument);
            before = argument;
        }
        return arguments;
    }

    private String paths(String argument) {
        return String.join(
                ",",
                Stream.of(argument.split(","))
                        .map(path -> directory.resolve(path).toString())
                        .toList());
    }

    private ObjectValue command() {
        byte[] json = text("command.json").getBytes(StandardCharsets.UTF_8);
        return (ObjectValue) DocumentReader.readJson("command.json", json, DocumentLimits.POLICIES)
                .value()
                .orElseThrow();
    }

    private String text(String file) {
        try {
            return Files.readString(directory.resolve(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
