package dev.countersign.document.proto;

import dev.countersign.document.Value;
import dev.countersign.document.proto.ProtoJsonLexer.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@code google.protobuf.Struct} whose text has been looked through once; made into a value only when somebody asks, because the
 * predicates of attestations are large.
 *
 * @param in the whole text
 * @param start where the object starts in it
 */
@SuppressWarnings("ArrayRecordComponent") // never leaves the package
record StructText(byte[] in, int start) {

    Value.ObjectValue value() {
        try {
            return object(new ProtoJsonLexer(in, start), true);
        } catch (ProtoJsonException e) {
            throw new IllegalStateException("it was read before", e);
        }
    }

    /** Reads an object from its opening brace on; builds nothing where only the form is asked for. */
    static Value.ObjectValue object(ProtoJsonLexer lexer, boolean build) throws ProtoJsonException {
        if (lexer.read() != Kind.OBJECT_OPEN) {
            throw lexer.unexpected();
        }
        Map<String, Value> members = new LinkedHashMap<>();
        while (lexer.read() != Kind.OBJECT_CLOSE) {
            if (lexer.kind() != Kind.NAME) {
                throw lexer.unexpected();
            }
            String name = lexer.text();
            if (members.containsKey(name)) {
                throw lexer.error(lexer.start(), "duplicate map key " + lexer.raw());
            }
            Value value = value(lexer, build);
            members.put(name, value);
        }
        return build ? new Value.ObjectValue(members) : Value.EMPTY_OBJECT;
    }

    private static Value value(ProtoJsonLexer lexer, boolean build) throws ProtoJsonException {
        switch (lexer.peek()) {
            case OBJECT_OPEN -> {
                return object(lexer, build);
            }
            case ARRAY_OPEN -> {
                return list(lexer, build);
            }
            default -> lexer.read();
        }
        return switch (lexer.kind()) {
            case NULL -> Value.NULL;
            case BOOL -> Value.of(lexer.raw().equals("true"));
            case NUMBER -> new Value.FloatValue(number(lexer));
            case STRING -> build ? Value.of(lexer.text()) : Value.NULL;
            default -> throw lexer.error(lexer.start(), "invalid google.protobuf.Value: " + lexer.raw());
        };
    }

    private static Value list(ProtoJsonLexer lexer, boolean build) throws ProtoJsonException {
        lexer.read();
        List<Value> items = new ArrayList<>();
        while (lexer.peek() != Kind.ARRAY_CLOSE) {
            Value item = value(lexer, build);
            if (build) {
                items.add(item);
            }
        }
        lexer.read();
        return new Value.ListValue(items);
    }

    private static double number(ProtoJsonLexer lexer) throws ProtoJsonException {
        try {
            double number = Double.parseDouble(lexer.raw());
            if (!Double.isInfinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // an exponent without digits, which Go's reader lets through until here
        }
        throw lexer.error(lexer.start(), "invalid google.protobuf.Value: " + lexer.raw());
    }
}
