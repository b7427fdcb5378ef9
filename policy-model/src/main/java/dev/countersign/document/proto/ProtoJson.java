package dev.countersign.document.proto;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a protobuf message in its JSON form as Go's {@code protojson} does: a field goes by its name in JSON or in the definition,
 * unknown and duplicate fields are errors, null is unset, whole numbers stand bare or in quotes, octets in base64 of either alphabet,
 * padded or not. The first error in the text's order is told, in Go's words. Stateless and thread-safe.
 *
 * <p>Bounds: objects nest at most {@value ProtoJsonLexer#MAX_DEPTH} deep; the caller bounds the bytes.
 */
public final class ProtoJson {
    /** No whole number of 64 bits has more digits. */
    private static final int MAX_DIGITS = 20;

    private final ProtoJsonLexer lexer;

    private ProtoJson(byte[] in) {
        this.lexer = new ProtoJsonLexer(in, 0);
    }

    /**
     * Reads one message.
     *
     * @param json UTF-8
     * @throws ProtoJsonException in Go's words
     */
    public static ProtoMessage read(byte[] json, ProtoSchema schema) throws ProtoJsonException {
        ProtoJson reader = new ProtoJson(json);
        ProtoMessage message = reader.message(schema);
        if (reader.lexer.read() != ProtoJsonLexer.Kind.EOF) {
            throw reader.lexer.unexpected();
        }
        return message;
    }

    private ProtoMessage message(ProtoSchema schema) throws ProtoJsonException {
        if (lexer.read() != ProtoJsonLexer.Kind.OBJECT_OPEN) {
            throw lexer.unexpected();
        }
        Map<String, Object> fields = new HashMap<>();
        Set<String> seen = new HashSet<>();
        while (lexer.read() != ProtoJsonLexer.Kind.OBJECT_CLOSE) {
            if (lexer.kind() != ProtoJsonLexer.Kind.NAME) {
                throw lexer.unexpected();
            }
            int position = lexer.start();
            String raw = lexer.raw();
            ProtoField field =
                    schema.field(lexer.text()).orElseThrow(() -> lexer.error(position, "unknown field " + raw));
            if (!seen.add(field.name())) {
                throw lexer.error(position, "duplicate field " + raw);
            }
            if (peekedNull()) {
                continue;
            }
            if (!field.oneof().isEmpty() && !seen.add("oneof " + field.oneof())) {
                throw lexer.error(position, "error parsing " + raw + ", oneof " + field.oneof() + " is already set");
            }
            fields.put(field.name(), field.repeated() ? list(field) : value(field));
        }
        return new ProtoMessage(fields);
    }

    /** Go looks at the next token and leaves an error in it to the one who reads it. */
    private boolean peekedNull() throws ProtoJsonException {
        if (lexer.peek() == ProtoJsonLexer.Kind.NULL) {
            lexer.read();
            return true;
        }
        return false;
    }

    private List<Object> list(ProtoField field) throws ProtoJsonException {
        if (lexer.read() != ProtoJsonLexer.Kind.ARRAY_OPEN) {
            throw lexer.unexpected();
        }
        List<Object> items = new ArrayList<>();
        while (lexer.peek() != ProtoJsonLexer.Kind.ARRAY_CLOSE) {
            items.add(value(field));
        }
        lexer.read();
        return List.copyOf(items);
    }

    private Object value(ProtoField field) throws ProtoJsonException {
        Optional<ProtoSchema> schema = field.message();
        if (schema.isPresent()) {
            return message(schema.get());
        }
        return scalar(field);
    }

    private Object scalar(ProtoField field) throws ProtoJsonException {
        ProtoJsonLexer.Kind token = lexer.read();
        boolean isText = token == ProtoJsonLexer.Kind.STRING;
        Object value =
                switch (field.kind()) {
                    case STRING -> isText ? lexer.text() : null;
                    case BYTES -> isText ? base64(lexer.text()) : null;
                    case INT64 -> integer(token);
                    default -> enumeration(token, field.names());
                };
        if (value == null) {
            throw lexer.error(
                    lexer.start(),
                    "invalid value for " + field.kind().goName() + " field " + field.name() + ": " + lexer.raw());
        }
        return value;
    }

    private static byte @Nullable [] base64(String text) {
        boolean url = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
        String one = text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0
                ? text.replace("\n", "").replace("\r", "")
                : text;
        boolean padded = text.length() % 4 == 0;
        // Go takes padding exactly where the length asks for it; Java takes both.
        if (padded ? one.length() % 4 != 0 : one.indexOf('=') >= 0) {
            return null;
        }
        try {
            return (url ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(one);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private @Nullable Long integer(ProtoJsonLexer.Kind token) {
        if (token == ProtoJsonLexer.Kind.NUMBER) {
            return whole(lexer.raw());
        }
        if (token != ProtoJsonLexer.Kind.STRING) {
            return null;
        }
        ProtoJsonLexer quoted = new ProtoJsonLexer(lexer.text().getBytes(StandardCharsets.UTF_8), 0);
        try {
            boolean number = quoted.read() == ProtoJsonLexer.Kind.NUMBER;
            String raw = quoted.raw();
            return number
                            && quoted.read() == ProtoJsonLexer.Kind.EOF
                            && raw.length() == lexer.text().length()
                    ? whole(raw)
                    : null;
        } catch (ProtoJsonException e) {
            return null;
        }
    }

    /** A number as 64 bits where it is whole, whatever its form. */
    private static @Nullable Long whole(String raw) {
        boolean noDigits = raw.endsWith("e") || raw.endsWith("E");
        try {
            BigDecimal number = new BigDecimal(noDigits ? raw.substring(0, raw.length() - 1) : raw);
            boolean tooLarge = (long) number.precision() - number.scale() > MAX_DIGITS;
            return number.signum() == 0 ? Long.valueOf(0) : tooLarge ? null : Long.valueOf(number.longValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            return null;
        }
    }

    private @Nullable Long enumeration(ProtoJsonLexer.Kind token, Map<String, Integer> names) {
        if (token == ProtoJsonLexer.Kind.STRING) {
            Integer number = names.get(lexer.text());
            return number == null ? null : Long.valueOf(number);
        }
        Long number = token == ProtoJsonLexer.Kind.NUMBER ? whole(lexer.raw()) : null;
        return number == null || number.intValue() != number ? null : number;
    }
}
