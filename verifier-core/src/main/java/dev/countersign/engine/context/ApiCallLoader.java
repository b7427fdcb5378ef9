package dev.countersign.engine.context;

import dev.countersign.cluster.ApiRequest;
import dev.countersign.cluster.ClusterException;
import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.JsonReading;
import dev.countersign.document.Value;
import dev.countersign.expression.function.FunctionContext;
import dev.countersign.expression.substitution.SubstitutionException;
import dev.countersign.expression.substitution.Substitutor;
import dev.countersign.expression.substitution.VariableException;
import dev.countersign.policy.ContextEntry.ApiCallEntry;
import dev.countersign.policy.ContextEntry.Header;
import dev.countersign.policy.ContextEntry.Service;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Loads {@code apiCall} entries: answers of the API server and of services (Kyverno spec 4.3). */
final class ApiCallLoader {
    private static final DocumentLimits ANSWER = new DocumentLimits(ServiceCalls.MAX_ANSWER_BYTES, 200, 500_000, 1);
    private static final int MAX_ERROR_CHARACTERS = 1000;

    private final ContextSources sources;
    private final String policyNamespace;

    ApiCallLoader(ContextSources sources, String policyNamespace) {
        this.sources = sources;
        this.policyNamespace = policyNamespace;
    }

    Value load(ApiCallEntry entry, Substitutor substitutor, FunctionContext functions) throws VariableException {
        String fetching = "failed to fetch data for APICall: ";
        Value.ObjectValue call = substituted(entry, substitutor, fetching);
        String urlPath = call.text("urlPath").orElse("");
        if (!policyNamespace.isEmpty()) {
            Optional<String> refusal = NamespacedPath.refusal(urlPath, policyNamespace);
            if (refusal.isPresent()) {
                throw new VariableException(fetching + refusal.get());
            }
        }
        Value data;
        try {
            data = urlPath.isEmpty()
                    ? service(entry.name(), entry.method(), call)
                    : server(entry.method(), urlPath, call);
        } catch (CallFailedException e) {
            // Kyverno gives the default as it is written, and no path is applied to it.
            if (entry.defaultValue().isPresent()) {
                return entry.defaultValue().get();
            }
            throw new VariableException(fetching + e.getMessage(), e);
        }
        if (entry.jmesPath().isEmpty() || data.equals(entry.defaultValue().orElse(Value.NULL))) {
            return data;
        }
        String storing = "failed to store data for APICall: ";
        String path;
        try {
            path = EntryTexts.text(entry.jmesPath(), substitutor);
        } catch (SubstitutionException e) {
            throw new VariableException(
                    storing + "failed to substitute variables in context entry " + entry.name() + " JMESPath "
                            + entry.jmesPath() + ": " + e.getMessage(),
                    e);
        }
        return EntryTexts.search(
                path,
                data,
                functions,
                storing + "failed to apply JMESPath " + path + " for context entry " + entry.name() + ": ");
    }

    /** The call failed, so that the default counts; the message is Kyverno's. */
    private static final class CallFailedException extends Exception {
        private static final long serialVersionUID = 1L;

        CallFailedException(String message) {
            super(message);
        }

        CallFailedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private Value server(String method, String path, Value.ObjectValue call) throws CallFailedException {
        try {
            return sources.cluster().call(new ApiRequest(method, path, body(method, call)));
        } catch (ClusterException e) {
            throw new CallFailedException(
                    "failed to " + method + " resource with raw url: " + path + ": " + e.getMessage(), e);
        }
    }

    private Value service(String name, String method, Value.ObjectValue call) throws CallFailedException {
        Optional<Value.ObjectValue> service = call.object("service");
        if (service.isEmpty()) {
            throw new CallFailedException("missing service for APICall " + name);
        }
        String url = service.get().text("url").orElse("");
        List<Header> headers = new ArrayList<>();
        for (Value header : service.get().list("headers")) {
            if (header instanceof Value.ObjectValue written) {
                headers.add(new Header(
                        written.text("key").orElse(""), written.text("value").orElse("")));
            }
        }
        ServiceCalls.Answer answer;
        try {
            answer = sources.services()
                    .call(
                            new ServiceCalls.Request(
                                    method,
                                    url,
                                    headers,
                                    body(method, call),
                                    service.get().text("caBundle").orElse("")),
                            sources.deadline());
        } catch (ServiceCallException e) {
            String verb = method.equals("POST") ? "Post" : "Get";
            throw new CallFailedException(
                    "failed to execute HTTP request for APICall " + name + ": " + verb + " \"" + url + "\": "
                            + e.getMessage(),
                    e);
        }
        byte[] bytes = bytes(answer.body());
        if (answer.status() < 200 || answer.status() >= 300) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            throw new CallFailedException("HTTP " + answer.status() + " " + answer.reason() + ": "
                    + text.substring(0, Math.min(text.length(), MAX_ERROR_CHARACTERS)));
        }
        return json(name, bytes);
    }

    private static Value json(String name, byte[] bytes) throws CallFailedException {
        if (bytes.length > ServiceCalls.MAX_ANSWER_BYTES) {
            throw new CallFailedException("response length must be less than max allowed response length of "
                    + ServiceCalls.MAX_ANSWER_BYTES);
        }
        JsonReading reading = DocumentReader.readJson("<answer of " + name + ">", bytes, ANSWER);
        if (reading.value().isEmpty()) {
            throw new CallFailedException("failed to unmarshal JSON of APICall " + name + ": "
                    + reading.goError().orElseGet(() -> reading.issues().get(0).message()));
        }
        return reading.value().get();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static Optional<Value.ObjectValue> body(String method, Value.ObjectValue call) {
        if (!method.equals("POST")) {
            return Optional.empty();
        }
        Map<String, Value> members = new LinkedHashMap<>();
        for (Value item : call.list("data")) {
            if (item instanceof Value.ObjectValue written) {
                members.put(written.text("key").orElse(""), written.get("value").orElse(Value.NULL));
            }
        }
        return Optional.of(new Value.ObjectValue(members));
    }

    /** The entry as Kyverno substitutes it: as one document, with its path and default. */
    private static Value.ObjectValue substituted(ApiCallEntry entry, Substitutor substitutor, String fetching)
            throws VariableException {
        Map<String, Value> members = new LinkedHashMap<>();
        put(members, "urlPath", entry.urlPath());
        put(members, "method", entry.method());
        if (!entry.data().isEmpty()) {
            List<Value> data = new ArrayList<>();
            entry.data()
                    .forEach(item -> data.add(
                            Value.EMPTY_OBJECT.with("key", Value.of(item.key())).with("value", item.value())));
            members.put("data", new Value.ListValue(data));
        }
        entry.service().ifPresent(service -> members.put("service", service(service)));
        entry.defaultValue().ifPresent(value -> members.put("default", value));
        put(members, "jmesPath", entry.jmesPath());
        Value.ObjectValue written = new Value.ObjectValue(members);
        try {
            return substitutor.substitute(written) instanceof Value.ObjectValue object ? object : written;
        } catch (SubstitutionException e) {
            throw new VariableException(
                    fetching + "failed to substitute variables in context entry " + entry.name() + " " + entry.urlPath()
                            + ": " + e.getMessage(),
                    e);
        }
    }

    private static Value service(Service service) {
        Map<String, Value> members = new LinkedHashMap<>();
        put(members, "url", service.url());
        List<Value> headers = new ArrayList<>();
        service.headers()
                .forEach(header -> headers.add(Value.EMPTY_OBJECT
                        .with("key", Value.of(header.key()))
                        .with("value", Value.of(header.value()))));
        if (!headers.isEmpty()) {
            members.put("headers", new Value.ListValue(headers));
        }
        put(members, "caBundle", service.caBundle());
        return new Value.ObjectValue(members);
    }

    private static void put(Map<String, Value> members, String name, String text) {
        if (!text.isEmpty()) {
            members.put(name, Value.of(text));
        }
    }
}
