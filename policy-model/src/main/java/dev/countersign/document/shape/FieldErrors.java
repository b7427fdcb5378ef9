package dev.countersign.document.shape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What validation finds, in the form in which the Go library knative/pkg tells it: errors with the same words are one error with
 * several paths, sorted. Confined to one thread.
 */
public final class FieldErrors {
    /** More of one document are not listed. */
    private static final int MAX_ERRORS = 1000;

    private final List<Found> errors = new ArrayList<>();
    private final List<Found> warnings = new ArrayList<>();
    private boolean redacted;

    /**
     * One thing that is wrong.
     *
     * @param message what
     * @param paths where
     * @param details a second line; may be empty
     */
    public record Found(String message, List<String> paths, String details) {
        public Found {
            paths = List.copyOf(paths);
        }
    }

    /** Fields that must be there, and are not. */
    public void missing(String... paths) {
        add(errors, new Found("missing field(s)", Arrays.asList(paths), ""));
    }

    /** Fields of which one must be there, and none is. */
    public void missingOneOf(String... paths) {
        add(errors, new Found("expected exactly one, got neither", Arrays.asList(paths), ""));
    }

    /** Fields of which one may be there, and more are. */
    public void multipleOneOf(String... paths) {
        add(errors, new Found("expected exactly one, got both", Arrays.asList(paths), ""));
    }

    /** Fields that may not be there. */
    public void disallowed(Collection<String> paths) {
        add(errors, new Found("must not set the field(s)", List.copyOf(paths), ""));
    }

    /** A value that will not do; private keys in it are left out. */
    public void invalid(String value, String path, String details) {
        String shown = PrivateKeyText.redact(value);
        redacted |= !shown.equals(value);
        add(errors, new Found("invalid value: " + shown, List.of(path), details));
    }

    /** A value that will do, and should be another. */
    public void warnInvalid(String value, String path, String details) {
        add(warnings, new Found("invalid value: " + value, List.of(path), details));
    }

    private static void add(List<Found> all, Found found) {
        if (all.size() < MAX_ERRORS) {
            all.add(found);
        }
    }

    /** Whether a private key was left out of a text. */
    public boolean redacted() {
        return redacted;
    }

    /** What is wrong. */
    public List<Found> errors() {
        return List.copyOf(errors);
    }

    /** What should be otherwise. */
    public List<Found> warnings() {
        return List.copyOf(warnings);
    }

    /** All of them as one text; empty when there are none. */
    public static String text(List<Found> found) {
        Map<String, TreeSet<String>> merged = new TreeMap<>(Comparator.naturalOrder());
        Map<String, Found> samples = new TreeMap<>();
        for (Found one : found) {
            String key = one.message() + "\0" + one.details();
            samples.putIfAbsent(key, one);
            merged.computeIfAbsent(key, words -> new TreeSet<>()).addAll(one.paths());
        }
        List<String> lines = new ArrayList<>();
        merged.forEach((key, paths) -> {
            Found sample = samples.getOrDefault(key, new Found("", List.of(), ""));
            lines.add(sample.message() + ": " + String.join(", ", paths)
                    + (sample.details().isEmpty() ? "" : "\n" + sample.details()));
        });
        return String.join("\n", lines);
    }
}
