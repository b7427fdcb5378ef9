package dev.countersign.testkit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a server in the process answers. */
@SuppressWarnings("ArrayRecordComponent") // lives for one exchange and is never compared
record Answer(int status, Map<String, String> headers, byte[] body) {

    static Answer error(int status, String code, String message, Map<String, String> headers) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putArray("errors").addObject().put("code", code).put("message", message);
        Map<String, String> all = new java.util.HashMap<>(headers);
        all.put("Content-Type", "application/json");
        return new Answer(status, all, root.toString().getBytes(StandardCharsets.UTF_8));
    }

    static Answer error(int status, String code, String message) {
        return error(status, code, message, Map.of());
    }

    static Answer of(Fault fault) {
        return new Answer(fault.status(), fault.headers(), fault.body().getBytes(StandardCharsets.UTF_8));
    }
}
