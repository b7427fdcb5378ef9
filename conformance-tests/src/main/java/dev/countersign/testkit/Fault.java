package dev.countersign.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An answer that a registry gives in place of its own. Immutable.
 *
 * @param method the method that it answers; empty for any
 * @param path a regular expression (RE2) that is found anywhere in the path, {@code /v2/…}
 * @param host the registry host that it answers for; empty for any
 * @param status the HTTP status
 * @param body the body, in UTF-8
 * @param headers one value a name
 * @param times how often it answers; 0 for always
 * @param hang whether it never answers
 */
public record Fault(
        Optional<String> method,
        String path,
        Optional<String> host,
        int status,
        String body,
        Map<String, String> headers,
        int times,
        boolean hang) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws IllegalArgumentException when the path is no regular expression */
    public Fault {
        headers = Map.copyOf(headers);
        try {
            Pattern.compile(path);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("path: " + e.getMessage(), e);
        }
    }

    /** Always that answer, from any host. */
    public static Fault answering(String path, int status, String body) {
        return new Fault(Optional.empty(), path, Optional.empty(), status, body, Map.of(), 0, false);
    }

    /** Never an answer, from any host. */
    public static Fault hanging(String path) {
        return new Fault(Optional.empty(), path, Optional.empty(), 200, "", Map.of(), 0, true);
    }

    /** The same, that many times only. */
    public Fault onlyTimes(int count) {
        return new Fault(method, path, host, status, body, headers, count, hang);
    }

    /** The same, from that host only. */
    public Fault ofHost(String name) {
        return new Fault(method, path, Optional.of(name), status, body, headers, times, hang);
    }

    /** The same with another header. */
    public Fault withHeader(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Fault(method, path, host, status, body, more, times, hang);
    }

    /**
     * Reads a list of faults: {@code [{"method": "GET", "path": "…", "host": "…", "status": 429, "body": "…", "headers": {…},
     * "times": 2, "hang": true}]}, where everything but the path may be absent.
     *
     * @throws IllegalArgumentException when the text is not such a list
     */
    public static List<Fault> parse(String json) {
        JsonNode tree;
        try {
            tree = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("faults: no JSON", e);
        }
        if (!tree.isArray()) {
            throw new IllegalArgumentException("faults: not a list");
        }
        List<Fault> out = new ArrayList<>();
        for (JsonNode each : tree) {
            Map<String, String> headers = new HashMap<>();
            each.path("headers")
                    .properties()
                    .forEach(e -> headers.put(e.getKey(), e.getValue().asText()));
            out.add(new Fault(
                    text(each, "method"),
                    text(each, "path").orElse(""),
                    text(each, "host"),
                    each.path("status").asInt(200),
                    text(each, "body").orElse(""),
                    headers,
                    each.path("times").asInt(0),
                    each.path("hang").asBoolean(false)));
        }
        return List.copyOf(out);
    }

    private static Optional<String> text(JsonNode object, String name) {
        return Optional.of(object.path(name).asText("")).filter(v -> !v.isEmpty());
    }
}
