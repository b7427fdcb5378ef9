package dev.countersign.policy.read;

import dev.countersign.document.Value;
import dev.countersign.document.Value.NumberValue;

/**
 * {@code apiVersion} and {@code kind} as Kubernetes reads them. Immutable.
 *
 * @param group empty for the core group
 * @param version empty where it cannot be read
 * @param kind empty where it is missing
 */
record ResourceIdentity(String group, String version, String kind) {

    /** A document has no identity; the message is Go's. */
    static final class NotAResourceException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String text;

        NotAResourceException(String text) {
            super(text, null, false, false);
            this.text = text;
        }

        /** Go's words. */
        String text() {
            return text;
        }
    }

    static ResourceIdentity of(Value document) throws NotAResourceException {
        if (document instanceof Value.NullValue) {
            return new ResourceIdentity("", "", "");
        }
        if (!(document instanceof Value.ObjectValue object)) {
            throw new NotAResourceException(
                    "json: cannot unmarshal " + GoWords.decoderType(document) + " into Go value of type v1.TypeMeta");
        }
        String apiVersion = text(object, "apiVersion");
        String kind = text(object, "kind");
        int slash = apiVersion.indexOf('/');
        if (apiVersion.equals("/") || slash != apiVersion.lastIndexOf('/')) {
            return new ResourceIdentity("", "", kind);
        }
        return new ResourceIdentity(
                slash < 0 ? "" : apiVersion.substring(0, slash), apiVersion.substring(slash + 1), kind);
    }

    /** A text; numbers and truth values become texts there, as sigs.k8s.io/yaml does. */
    private static String text(Value.ObjectValue object, String name) throws NotAResourceException {
        Value value = object.get(name).orElse(Value.NULL);
        if (value instanceof Value.StringValue text) {
            return text.value();
        }
        if (value instanceof NumberValue number) {
            return GoWords.number(number);
        }
        if (value instanceof Value.BooleanValue flag) {
            return Boolean.toString(flag.value());
        }
        if (value instanceof Value.NullValue) {
            return "";
        }
        throw new NotAResourceException("json: cannot unmarshal " + GoWords.decoderType(value)
                + " into Go struct field TypeMeta." + name + " of type string");
    }

    boolean isEmpty() {
        return group.isEmpty() && version.isEmpty() && kind.isEmpty();
    }

    /** {@code group/version}, or {@code version} of the core group. */
    String groupVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** As Go prints it: {@code kyverno.io/v1, Kind=ClusterPolicy}. */
    @Override
    public String toString() {
        return group + "/" + version + ", Kind=" + kind;
    }
}
