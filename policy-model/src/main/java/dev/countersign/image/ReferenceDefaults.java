package dev.countersign.image;

import java.util.Optional;
import java.util.Set;

/**
 * What completes a reference that names no registry. Immutable.
 *
 * @param defaultRegistry the registry to put in front, perhaps with a path; Kyverno's ConfigMap key of that name
 * @param enableDefaultRegistryMutation whether that registry becomes part of the reference; Kyverno's ConfigMap key of
 *     that name
 */
public record ReferenceDefaults(String defaultRegistry, boolean enableDefaultRegistryMutation) {

    /** Kyverno's own: {@code docker.io}, made part of the reference. */
    public static final ReferenceDefaults KYVERNO = new ReferenceDefaults("docker.io", true);

    private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "FALSE", "False");

    /** The bound on a registry's name with its dots left out. */
    private static final int MAX_NAME = 255;

    private static final int MAX_LABEL = 63;

    /**
     * Reads the two keys of Kyverno's ConfigMap; as in Kyverno, a value that is not valid counts as absent.
     *
     * @param defaultRegistry a host name without a port, perhaps with a path; the path may be anything
     * @param enableDefaultRegistryMutation a truth value in the notation of Go's strconv.ParseBool
     */
    public static ReferenceDefaults of(
            Optional<String> defaultRegistry, Optional<String> enableDefaultRegistryMutation) {
        boolean mutation = KYVERNO.enableDefaultRegistryMutation();
        if (enableDefaultRegistryMutation.filter(TRUE::contains).isPresent()) {
            mutation = true;
        } else if (enableDefaultRegistryMutation.filter(FALSE::contains).isPresent()) {
            mutation = false;
        }
        return new ReferenceDefaults(
                defaultRegistry.filter(ReferenceDefaults::isName).orElse(KYVERNO.defaultRegistry()), mutation);
    }

    /** Whether a text is a truth value in the notation of Go's strconv.ParseBool. */
    public static boolean isTruthValue(String text) {
        return TRUE.contains(text) || FALSE.contains(text);
    }

    /** A DNS name, not an address; whatever follows a slash is not looked at, and shows when an image is read. */
    private static boolean isName(String text) {
        int slash = text.indexOf('/');
        return isHost(slash < 0 ? text : text.substring(0, slash));
    }

    private static boolean isHost(String host) {
        boolean closed = host.length() > 1 && host.endsWith(".");
        String[] labels = (closed ? host.substring(0, host.length() - 1) : host).split("\\.", -1);
        boolean address = !closed && labels.length == 4;
        for (String label : labels) {
            if (label.isEmpty()
                    || label.length() > MAX_LABEL
                    || label.startsWith("-")
                    || !label.chars().allMatch(c -> isLabelCharacter(c) || c == '-')) {
                return false;
            }
            address &= isOctet(label);
        }
        return !address && host.replace(".", "").length() <= MAX_NAME;
    }

    /** A part of an address as Go reads them: up to 255, and no zero in front. */
    private static boolean isOctet(String label) {
        return label.length() <= 3
                && label.chars().allMatch(c -> c >= '0' && c <= '9')
                && (label.length() == 1 || !label.startsWith("0"))
                && Integer.parseInt(label) <= 255;
    }

    private static boolean isLabelCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
}
