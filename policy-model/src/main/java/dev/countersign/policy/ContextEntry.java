package dev.countersign.policy;

import dev.countersign.document.Value;
import java.util.List;
import java.util.Optional;

/** One entry of {@code context}: named data, loaded when first used. Immutable. */
public sealed interface ContextEntry {
    /** The variable's name. */
    String name();

    /** A ConfigMap; its texts may hold variables. */
    record ConfigMapEntry(String name, String configMap, String namespace) implements ContextEntry {}

    /**
     * A value of the policy's own, or an expression over what is known.
     *
     * @param value what is written, if anything
     * @param jmesPath applied to {@code value} or, without one, to the context; empty when absent
     * @param defaultValue used when the expression gives nothing
     */
    record VariableEntry(String name, Optional<Value> value, String jmesPath, Optional<Value> defaultValue)
            implements ContextEntry {}

    /**
     * An answer of the API server or of a service.
     *
     * @param urlPath path at the API server; empty for a service
     * @param method {@code GET} or {@code POST}
     * @param data request body of a POST
     * @param service another server
     * @param jmesPath applied to the answer; empty when absent
     * @param defaultValue used when the call fails
     */
    record ApiCallEntry(
            String name,
            String urlPath,
            String method,
            List<RequestData> data,
            Optional<Service> service,
            String jmesPath,
            Optional<Value> defaultValue)
            implements ContextEntry {
        public ApiCallEntry {
            data = List.copyOf(data);
        }
    }

    /** An entry of the global context. */
    record GlobalReferenceEntry(String name, String reference, String jmesPath) implements ContextEntry {}

    /** What a registry says of an image. */
    record ImageRegistryEntry(
            String name, String reference, String jmesPath, Optional<RegistryCredentials> imageRegistryCredentials)
            implements ContextEntry {}

    /** One member of a request body. */
    record RequestData(String key, Value value) {}

    /** A server beside the API server. */
    record Service(String url, List<Header> headers, String caBundle) {
        public Service {
            headers = List.copyOf(headers);
        }
    }

    /** A header of a request. */
    record Header(String key, String value) {}
}
