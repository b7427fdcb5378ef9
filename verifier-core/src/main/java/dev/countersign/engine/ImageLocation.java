package dev.countersign.engine;

import dev.countersign.policy.ImageExtractor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where images stand. Immutable.
 *
 * @param category under which the images are found
 * @param path names of members; {@code *} for every item of a list, or member of an object
 * @param value the member that holds the image
 * @param key the member that holds the image's key; empty: its JSON pointer is the key
 * @param jmesPath applied to the text of the image; empty: none
 */
record ImageLocation(String category, List<String> path, String value, String key, String jmesPath) {
    /** Every member, or item. */
    static final String EVERY = "*";

    private static final String DEFAULT_CATEGORY = "custom";
    private static final List<String> CONTAINERS = List.of("initContainers", "containers", "ephemeralContainers");
    private static final List<String> TEMPLATE = List.of("spec", "template", "spec");
    private static final Map<String, List<String>> POD_SPECS = Map.of(
            "Pod", List.of("spec"),
            "CronJob", List.of("spec", "jobTemplate", "spec", "template", "spec"),
            "DaemonSet", TEMPLATE,
            "Deployment", TEMPLATE,
            "ReplicaSet", TEMPLATE,
            "ReplicationController", TEMPLATE,
            "StatefulSet", TEMPLATE,
            "Job", TEMPLATE);

    ImageLocation {
        path = List.copyOf(path);
    }

    /** The places of a kind that Kyverno knows; none for any other. */
    static List<ImageLocation> builtIn(String kind) {
        List<String> podSpec = POD_SPECS.getOrDefault(kind, List.of());
        return podSpec.isEmpty()
                ? List.of()
                : CONTAINERS.stream()
                        .map(containers -> new ImageLocation(
                                containers,
                                Stream.concat(podSpec.stream(), Stream.of(containers, EVERY))
                                        .toList(),
                                "image",
                                "name",
                                ""))
                        .toList();
    }

    /** The places that an extractor states; none when it states neither a path nor a value, where Kyverno crashes. */
    static Optional<ImageLocation> of(ImageExtractor extractor) {
        List<String> path = new ArrayList<>();
        for (String segment : extractor.path().split("/", -1)) {
            String name = withoutBlanks(segment);
            if (!name.isEmpty()) {
                path.add(name);
            }
        }
        String value = extractor.value();
        if (value.isEmpty()) {
            if (path.isEmpty()) {
                return Optional.empty();
            }
            value = path.remove(path.size() - 1);
        }
        String category = extractor.name().isEmpty() ? DEFAULT_CATEGORY : extractor.name();
        return Optional.of(new ImageLocation(category, path, value, extractor.key(), extractor.jmesPath()));
    }

    /** Without the blanks at both ends; a tab or any other white space stays, and names a member. */
    private static String withoutBlanks(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && text.charAt(from) == ' ') {
            from++;
        }
        while (to > from && text.charAt(to - 1) == ' ') {
            to--;
        }
        return text.substring(from, to);
    }

    /** As Go's strings.TrimSpace, whose white space is not Java's. */
    static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isSpace(char c) {
        return (c >= '\t' && c <= '\r') || c == 0x85 || Character.isSpaceChar(c);
    }
}
