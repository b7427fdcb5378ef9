package dev.countersign.policy.read;

import dev.countersign.document.Located;
import dev.countersign.document.Located.LocatedList;
import dev.countersign.document.Located.LocatedObject;
import dev.countersign.document.Location;
import dev.countersign.document.Value;
import dev.countersign.document.Value.NumberValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds a located tree against a schema as the API server does: unknown fields, then nulls away and defaults in, then
 * kinds, bounds and missing fields. Confined to one thread.
 *
 * <p>Two bounds of nesting meet: the tree is bounded by the reader's limits, the schema by its own depth.
 */
final class SchemaCheck {
    private final Findings findings;

    SchemaCheck(Findings findings) {
        this.findings = findings;
    }

    /**
     * Checks a whole document.
     *
     * @return the document as the API server would keep it: known fields only, without nulls, with the defaults, in the
     *     schema's order. Of use only where no error was found
     */
    Value.ObjectValue check(LocatedObject root, Schema.Node schema) {
        return node(root, schema, "");
    }

    private Value value(Located located, Schema schema, String path) {
        if (schema instanceof Schema.Node node) {
            return located instanceof LocatedObject object
                    ? node(object, node, path)
                    : notAnObject(located, node, path);
        }
        if (schema instanceof Schema.MapOf map) {
            return located instanceof LocatedObject object
                    ? map(object, map, path)
                    : mistyped(located, path, "an object", "object");
        }
        if (schema instanceof Schema.ListOf list) {
            return located instanceof LocatedList found
                    ? list(found, list, path)
                    : mistyped(located, path, "a list", "array");
        }
        if (schema instanceof Schema.Text text) {
            return text(located, text, path);
        }
        if (schema instanceof Schema.Whole whole) {
            return whole(located, whole, path);
        }
        Value plain = located.value();
        if (schema instanceof Schema.Flag) {
            return plain instanceof Value.BooleanValue ? plain : mistyped(located, path, "true or false", "boolean");
        }
        if (schema instanceof Schema.RawConditions) {
            return new RawConditionsCheck(findings).check(located, path);
        }
        if (schema instanceof Schema.RawAttestors) {
            RawAttestorsCheck.reportUnknown(located, AttestorsSchema.SET, path, findings);
        }
        return plain;
    }

    private Value.ObjectValue node(LocatedObject object, Schema.Node schema, String path) {
        rules(object, schema, path);
        reportUnknown(object, schema, path);
        Map<String, Value> filled = new LinkedHashMap<>();
        for (Field field : schema.fields()) {
            present(object, field.name())
                    .ifPresentOrElse(
                            member -> filled.put(field.name(), member(member, field, child(path, field.name()))),
                            () -> field.defaultValue().ifPresent(value -> filled.put(field.name(), value)));
        }
        schema.fields().stream()
                .filter(field -> field.required() && !filled.containsKey(field.name()))
                .map(Field::name)
                .sorted()
                .forEach(name -> findings.missing(child(path, name), object.location(), name));
        return new Value.ObjectValue(filled);
    }

    private Value member(Located member, Field field, String path) {
        field.deprecated().ifPresent(remedy -> findings.deprecated(path, member.location(), "", remedy));
        return value(member, field.schema(), path);
    }

    private Value notAnObject(Located located, Schema.Node schema, String path) {
        Value found = mistyped(located, path, "an object", "object");
        if (!schema.exactlyOne().isEmpty()) {
            // Each alternative only demands a member of an object, so that anything else satisfies all of them.
            findings.fieldError("<nil>: Invalid value: \"\": \"" + path
                    + "\" must validate one and only one schema (oneOf). Found "
                    + schema.exactlyOne().size() + " valid alternatives");
        }
        if (!schema.notBoth().isEmpty()) {
            findings.fieldError("<nil>: Invalid value: \"\": \"" + path + "\" must not validate the schema (not)");
        }
        return found;
    }

    private void rules(LocatedObject object, Schema.Node schema, String path) {
        if (!schema.exactlyOne().isEmpty()) {
            List<String> found = schema.exactlyOne().stream()
                    .filter(name -> present(object, name).isPresent())
                    .toList();
            if (found.size() != 1) {
                findings.notExactlyOne(path, object.location(), schema.exactlyOne(), found);
            }
        }
        List<String> both = schema.notBoth();
        if (!both.isEmpty()
                && both.stream().allMatch(name -> present(object, name).isPresent())) {
            findings.both(path, object.location(), both);
        }
    }

    private void reportUnknown(LocatedObject object, Schema.Node schema, String path) {
        List<String> known = schema.fields().stream().map(Field::name).toList();
        for (Located.Member member : object.members()) {
            if (!known.contains(member.key())) {
                findings.unknownField(child(path, member.key()), member.keyLocation(), member.key(), known);
            }
        }
    }

    private Value map(LocatedObject object, Schema.MapOf schema, String path) {
        Map<String, Value> filled = new LinkedHashMap<>();
        for (Located.Member member : object.members()) {
            if (!isNull(member.value())) {
                filled.put(member.key(), value(member.value(), schema.value(), child(path, member.key())));
            }
        }
        return new Value.ObjectValue(filled);
    }

    private Value list(LocatedList list, Schema.ListOf schema, String path) {
        List<Value> items = new ArrayList<>(list.items().size());
        for (int i = 0; i < list.items().size(); i++) {
            items.add(value(list.items().get(i), schema.item(), path + "[" + i + "]"));
        }
        return new Value.ListValue(items);
    }

    private Value text(Located located, Schema.Text schema, String path) {
        Value found = located.value();
        Location at = located.location();
        if (!(found instanceof Value.StringValue text)) {
            mistyped(located, path, "a text", "string");
            if (!schema.values().isEmpty()) {
                findings.unsupported(path, at, found, schema.values());
            }
            return found;
        }
        int length = text.value().codePointCount(0, text.value().length());
        schema.maxLength().ifPresent(maximum -> {
            if (length > maximum) {
                findings.tooLong(path, at, length, maximum);
            }
        });
        if (!schema.values().isEmpty() && !schema.values().contains(text.value())) {
            findings.unsupported(path, at, found, schema.values());
        } else {
            findings.discouraged(path, at, text.value(), schema);
        }
        return found;
    }

    private Value whole(Located located, Schema.Whole schema, String path) {
        Value found = located.value();
        if (!(found instanceof NumberValue number)) {
            reportMembers(located, path);
            boolean byFormat = !schema.format().isEmpty()
                    && !(found instanceof Value.StringValue)
                    && !(found instanceof Value.ListValue);
            findings.wrongType(
                    path,
                    located.location(),
                    found,
                    "a whole number",
                    byFormat ? schema.format() : "integer",
                    byFormat ? "" : GoWords.schemaType(found));
            return found;
        }
        if (!(number instanceof Value.IntegerValue whole)) {
            boolean byFormat = !schema.format().isEmpty();
            findings.wrongType(
                    path,
                    located.location(),
                    found,
                    "a whole number",
                    byFormat ? schema.format() : "integer",
                    byFormat ? "double" : "number");
        } else if (whole.value() != (int) whole.value()) {
            findings.error(
                    "OUT_OF_RANGE",
                    located.location(),
                    path,
                    "the number does not fit 32 bits",
                    GoWords.number(number),
                    Integer.MIN_VALUE + " to " + Integer.MAX_VALUE,
                    "Write a smaller number");
        }
        if (schema.minimum().isPresent() && number.asDouble() < schema.minimum().getAsLong()) {
            findings.belowMinimum(
                    path, located.location(), number, schema.minimum().getAsLong());
        }
        return found;
    }

    private Value mistyped(Located located, String path, String expected, String goExpected) {
        Value found = located.value();
        reportMembers(located, path);
        findings.wrongType(path, located.location(), found, expected, goExpected, GoWords.schemaType(found));
        return found;
    }

    /** Where the schema knows no members, all those of objects are unknown, also of objects in a list. */
    private void reportMembers(Located located, String path) {
        if (located instanceof LocatedObject object) {
            for (Located.Member member : object.members()) {
                findings.unknownField(child(path, member.key()), member.keyLocation(), member.key(), List.of());
            }
        } else if (located instanceof LocatedList list) {
            for (int i = 0; i < list.items().size(); i++) {
                reportMembers(list.items().get(i), path + "[" + i + "]");
            }
        }
    }

    /** The member of that name; one that is null counts as absent, as the API server drops it. */
    private static Optional<Located> present(LocatedObject object, String name) {
        return object.get(name).filter(value -> !isNull(value));
    }

    private static boolean isNull(Located located) {
        return located instanceof Located.LocatedScalar scalar && scalar.value() instanceof Value.NullValue;
    }

    static String child(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
