package dev.countersign.registry;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers each URL with what a test wrote down, the last answer again and again. */
final class ScriptedTransport implements HttpTransport {
    private interface Step {
        Response take() throws IOException;
    }

    private final Map<String, Deque<Step>> script = new HashMap<>();
    final List<Request> requests = new ArrayList<>();

    ScriptedTransport() {
        on("https://registry.test/v2/", 200, "");
    }

    ScriptedTransport on(String url, int status, String body, String... headers) {
        Response response = response(status, body, headers);
        steps(url).add(() -> response);
        return this;
    }

    ScriptedTransport instead(String url, int status, String body, String... headers) {
        script.remove(url);
        return on(url, status, body, headers);
    }

    ScriptedTransport removed(String url) {
        script.remove(url);
        return this;
    }

    ScriptedTransport breaking(String url, IOException failure) {
        steps(url).add(() -> {
            throw failure;
        });
        return this;
    }

    static Response response(int status, String body, String... headers) {
        Map<String, List<String>> all = new HashMap<>();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        all.put("Content-Length", List.of(String.valueOf(bytes.length)));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], List.of(headers[i + 1]));
        }
        return new Response(status, all, ByteBuffer.wrap(bytes), false);
    }

    List<String> urls() {
        return requests.stream().map(r -> r.uri().toString()).toList();
    }

    List<Optional<String>> logins() {
        return requests.stream()
                .map(r -> Optional.ofNullable(r.headers().get("Authorization")))
                .toList();
    }

    @Override
    public Response get(Request request, Deadline deadline) throws IOException {
        requests.add(request);
        Deque<Step> steps = script.get(request.uri().toString());
        if (steps == null) {
            throw new UnknownHostException(request.uri().toString());
        }
        Step step = steps.size() > 1 ? steps.removeFirst() : steps.getFirst();
        return step.take();
    }

    private Deque<Step> steps(String url) {
        return script.computeIfAbsent(url, u -> new ArrayDeque<>());
    }
}
