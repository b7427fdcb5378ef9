package dev.countersign.admission;

/**
 * A kind of object.
 *
 * @param group empty for the core group
 * @param version {@code v1}
 * @param kind {@code Pod}
 */
public record GroupVersionKind(String group, String version, String kind) {
    /** From an object's {@code apiVersion} and {@code kind}. */
    public static GroupVersionKind of(String apiVersion, String kind) {
        int slash = apiVersion.indexOf('/');
        return slash < 0
                ? new GroupVersionKind("", apiVersion, kind)
                : new GroupVersionKind(apiVersion.substring(0, slash), apiVersion.substring(slash + 1), kind);
    }
}
