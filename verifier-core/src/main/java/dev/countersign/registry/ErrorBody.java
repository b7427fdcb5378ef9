package dev.countersign.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The body of an error answer: the distribution specification's list of errors, or whatever the server wrote. */
final class ErrorBody {
    /** No more of an error's body is read: 8 KiB. */
    static final int MAX_BYTES = 8 << 10;

    private static final ObjectMapper JSON = new ObjectMapper();

    private ErrorBody() {}

    /** What the answer says, in one line where the body allows. */
    static String describe(int status, ByteBuffer body) {
        String text = StandardCharsets.UTF_8.decode(body.duplicate()).toString();
        List<String> errors = errors(text);
        if (errors.size() == 1) {
            return errors.get(0);
        }
        if (!errors.isEmpty()) {
            return "multiple errors returned: " + String.join("; ", errors);
        }
        String plain = "unexpected status code " + status + " " + reason(status);
        return text.isEmpty() ? plain : plain + ": " + text;
    }

    private static List<String> errors(String text) {
        JsonNode tree;
        try {
            tree = JSON.readTree(text);
        } catch (JsonProcessingException notJson) {
            return List.of();
        }
        List<String> out = new ArrayList<>();
        for (JsonNode error : tree.path("errors")) {
            if (!error.isObject()) {
                return List.of();
            }
            String line =
                    error.path("code").asText("") + ": " + error.path("message").asText("");
            JsonNode detail = error.path("detail");
            out.add(detail.isMissingNode() || detail.isNull() ? line : line + "; " + goText(detail));
        }
        return out;
    }

    /** A JSON value as Go prints it with {@code %v}. */
    private static String goText(JsonNode value) {
        if (value.isObject()) {
            Map<String, String> sorted = new TreeMap<>();
            value.properties().forEach(e -> sorted.put(e.getKey(), goText(e.getValue())));
            List<String> parts = new ArrayList<>();
            sorted.forEach((k, v) -> parts.add(k + ":" + v));
            return "map[" + String.join(" ", parts) + "]";
        }
        if (value.isArray()) {
            List<String> parts = new ArrayList<>();
            value.forEach(v -> parts.add(goText(v)));
            return "[" + String.join(" ", parts) + "]";
        }
        return value.isNull() ? "<nil>" : value.asText();
    }

    /** Go's {@code http.StatusText}; empty for a status that it does not know. */
    static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 201 -> "Created";
            case 202 -> "Accepted";
            case 204 -> "No Content";
            case 206 -> "Partial Content";
            case 300 -> "Multiple Choices";
            case 301 -> "Moved Permanently";
            case 302 -> "Found";
            case 303 -> "See Other";
            case 304 -> "Not Modified";
            case 307 -> "Temporary Redirect";
            case 308 -> "Permanent Redirect";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 402 -> "Payment Required";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 407 -> "Proxy Authentication Required";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 410 -> "Gone";
            case 411 -> "Length Required";
            case 412 -> "Precondition Failed";
            case 413 -> "Request Entity Too Large";
            case 414 -> "Request URI Too Long";
            case 415 -> "Unsupported Media Type";
            case 416 -> "Requested Range Not Satisfiable";
            case 417 -> "Expectation Failed";
            case 418 -> "I'm a teapot";
            case 421 -> "Misdirected Request";
            case 422 -> "Unprocessable Entity";
            case 423 -> "Locked";
            case 425 -> "Too Early";
            case 426 -> "Upgrade Required";
            case 428 -> "Precondition Required";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 451 -> "Unavailable For Legal Reasons";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            case 505 -> "HTTP Version Not Supported";
            case 507 -> "Insufficient Storage";
            case 508 -> "Loop Detected";
            case 511 -> "Network Authentication Required";
            default -> "";
        };
    }
}
