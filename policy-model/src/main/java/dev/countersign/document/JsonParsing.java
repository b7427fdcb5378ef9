package dev.countersign.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.countersign.document.Located.LocatedList;
import dev.countersign.document.Located.LocatedObject;
import dev.countersign.document.Located.LocatedScalar;
import dev.countersign.document.Located.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads one strict JSON text, with places or (faster) without. Recursion ends at the bound on depth. */
final class JsonParsing {
    /** Digits in one number; a longer one is refused. */
    private static final int MAX_NUMBER_LENGTH = 1000;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DocumentReader.DEEPEST + 2)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final JsonParser parser;
    private final DocumentLimits limits;
    private final Location whole;
    private final Positions positions;
    private final List<Issue> issues = new ArrayList<>();
    private final List<String> duplicates = new ArrayList<>();
    private int values;

    private JsonParsing(JsonParser parser, DocumentLimits limits, Location whole, Positions positions) {
        this.parser = parser;
        this.limits = limits;
        this.whole = whole;
        this.positions = positions;
    }

    /** A located tree; null values never stand here. */
    record Tree(Located root, List<Issue> issues, List<String> goDuplicates) {}

    /** A plain value. */
    record Plain(Value value, List<Issue> issues) {}

    /** Reads a document of a source with places. Whole fractions become whole numbers, as in YAML. */
    static Tree located(String source, DocumentSplitter.Chunk chunk, DocumentLimits limits)
            throws IOException, ReadFailure {
        try (JsonParser parser = FACTORY.createParser(chunk.text())) {
            Positions positions = new Positions(source, chunk.text(), chunk.linesBefore());
            JsonParsing parsing = new JsonParsing(parser, limits, Location.of(source), positions);
            Located root = parsing.locatedValue(parser.nextToken(), 0);
            if (parser.nextToken() != null) {
                throw new IOException("text after the value");
            }
            return new Tree(root, parsing.issues, parsing.duplicates);
        }
    }

    /** Reads one value without places. Numbers with a point or an exponent stay floats. */
    static Plain plain(String source, byte[] bytes, DocumentLimits limits) throws IOException, ReadFailure {
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            JsonParsing parsing = new JsonParsing(parser, limits, Location.of(source), new Positions(source, "", 0));
            Value value = parsing.plainValue(parser.nextToken(), 0);
            if (parser.nextToken() != null) {
                throw new IOException("text after the value");
            }
            return new Plain(value, parsing.issues);
        }
    }

    private Located locatedValue(JsonToken token, int depth) throws IOException, ReadFailure {
        if (token == null) {
            throw new IOException("no value");
        }
        Location at = here();
        count(at, token, depth);
        if (token == JsonToken.START_ARRAY) {
            List<Located> items = new ArrayList<>();
            for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                items.add(locatedValue(next, depth + 1));
            }
            return new LocatedList(at, items);
        }
        if (token == JsonToken.START_OBJECT) {
            List<Member> members = new ArrayList<>();
            Set<String> seen = new HashSet<>();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                Location keyAt = here();
                JsonToken next = parser.nextToken();
                String key = GoText.wellFormed(name);
                Located value = locatedValue(next, depth + 1);
                if (!seen.add(key)) {
                    issues.add(Issues.duplicateKey(keyAt, key, true));
                    int line = value.location().line() - positions.linesBefore();
                    duplicates.add("line " + line + ": key " + GoText.quote(key) + " already set in map");
                }
                members.add(new Member(key, keyAt, value));
            }
            endObject();
            return new LocatedObject(at, members);
        }
        Value value = scalar(token);
        return new LocatedScalar(at, value instanceof Value.FloatValue number ? GoNumbers.asJsonReads(number) : value);
    }

    private Value plainValue(JsonToken token, int depth) throws IOException, ReadFailure {
        if (token == null) {
            throw new IOException("no value");
        }
        count(whole, token, depth);
        if (token == JsonToken.START_ARRAY) {
            List<Value> items = new ArrayList<>();
            for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                items.add(plainValue(next, depth + 1));
            }
            return new Value.ListValue(items);
        }
        if (token == JsonToken.START_OBJECT) {
            Map<String, Value> members = new LinkedHashMap<>();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                String key = GoText.wellFormed(name);
                if (members.put(key, plainValue(parser.nextToken(), depth + 1)) != null) {
                    issues.add(Issues.duplicateKey(whole, key, false));
                }
            }
            endObject();
            return new Value.ObjectValue(members);
        }
        return scalar(token);
    }

    private void endObject() throws IOException {
        if (parser.currentToken() != JsonToken.END_OBJECT) {
            throw new IOException("the object does not end");
        }
    }

    private Value scalar(JsonToken token) throws IOException, ReadFailure {
        return switch (token) {
            case VALUE_STRING -> Value.of(GoText.wellFormed(parser.getText()));
            case VALUE_TRUE -> Value.of(true);
            case VALUE_FALSE -> Value.of(false);
            case VALUE_NULL -> Value.NULL;
            case VALUE_NUMBER_INT -> wholeNumber(parser.getText());
            case VALUE_NUMBER_FLOAT -> fraction(parser.getText());
            default -> throw new IOException("unexpected token");
        };
    }

    private Value wholeNumber(String text) throws ReadFailure {
        if (text.length() <= 20) {
            try {
                return Value.of(Long.parseLong(text));
            } catch (NumberFormatException beyond64Bits) {
                return fraction(text);
            }
        }
        return fraction(text);
    }

    private Value fraction(String text) throws ReadFailure {
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            throw new ReadFailure(
                    Issues.error(
                            "NOT_A_NUMBER",
                            here(),
                            "the number is too large",
                            text,
                            "a number that fits 64 bits",
                            "Write it as a text"),
                    "json: cannot unmarshal number " + text + " into Go value of type float64");
        }
        return new Value.FloatValue(value);
    }

    private Location here() {
        long offset = parser.currentTokenLocation().getCharOffset();
        return offset < 0 ? whole : positions.at(offset);
    }

    private void count(Location at, JsonToken token, int depth) throws ReadFailure {
        if (++values > limits.maxValues()) {
            throw new ReadFailure(Issues.tooManyValues(at, limits.maxValues()), null);
        }
        if (depth >= limits.maxDepth() && token.isStructStart()) {
            throw new ReadFailure(Issues.tooDeep(at, limits.maxDepth()), null);
        }
    }
}
