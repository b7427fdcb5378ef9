package dev.countersign.policy.read;

import dev.countersign.document.Located;
import dev.countersign.document.Located.LocatedList;
import dev.countersign.document.Located.LocatedObject;
import dev.countersign.document.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads conditions where no schema is, as Kyverno's own types do: a list of conditions, or an object with {@code any} and
 * {@code all}. Confined to one thread.
 */
final class RawConditionsCheck {
    private final Findings findings;

    RawConditionsCheck(Findings findings) {
        this.findings = findings;
    }

    /** The conditions with known members only, in the form that the schema of conditions gives. */
    Value check(Located located, String path) {
        if (located instanceof LocatedList list) {
            findings.deprecated(path, located.location(), "", "Write the conditions as items of all");
            return conditions(list, path);
        }
        if (!(located instanceof LocatedObject object)) {
            findings.unconvertible(path, located.location(), located.value(), "an object with any and all");
            return Value.EMPTY_OBJECT;
        }
        Map<String, Value> read = new LinkedHashMap<>();
        for (Located.Member member : GoMembers.inOrder(object)) {
            String at = SchemaCheck.child(path, member.key());
            GoMembers.field(ConditionsSchema.LOOSE, member.key())
                    .ifPresentOrElse(
                            field -> blocks(read, field.name(), member.value(), at),
                            () -> findings.ignoredField(
                                    at, member.keyLocation(), member.key(), GoMembers.names(ConditionsSchema.LOOSE)));
        }
        return new Value.ObjectValue(read);
    }

    private void blocks(Map<String, Value> read, String name, Located located, String path) {
        if (located instanceof LocatedList list) {
            read.put(name, conditions(list, path));
        } else if (isNull(located)) {
            read.remove(name);
        } else {
            findings.unconvertible(path, located.location(), located.value(), "a list");
        }
    }

    private Value.ListValue conditions(LocatedList list, String path) {
        List<Value> read = new ArrayList<>(list.items().size());
        for (int i = 0; i < list.items().size(); i++) {
            read.add(condition(list.items().get(i), path + "[" + i + "]"));
        }
        return new Value.ListValue(read);
    }

    private Value condition(Located located, String path) {
        if (!(located instanceof LocatedObject object)) {
            if (!isNull(located)) {
                findings.unconvertible(path, located.location(), located.value(), "a condition");
            }
            return Value.EMPTY_OBJECT;
        }
        Map<String, Value> read = new LinkedHashMap<>();
        for (Located.Member member : GoMembers.inOrder(object)) {
            String at = SchemaCheck.child(path, member.key());
            GoMembers.field(ConditionsSchema.LOOSE_CONDITION, member.key())
                    .ifPresentOrElse(
                            field -> part(read, field, member.value(), at),
                            () -> findings.ignoredField(
                                    at,
                                    member.keyLocation(),
                                    member.key(),
                                    GoMembers.names(ConditionsSchema.LOOSE_CONDITION)));
        }
        return new Value.ObjectValue(read);
    }

    private void part(Map<String, Value> read, Field field, Located located, String path) {
        Value found = located.value();
        if (found instanceof Value.NullValue) {
            // A null leaves a text as it was, but clears a key or a value.
            if (field.schema() instanceof Schema.Anything) {
                read.remove(field.name());
            }
            return;
        }
        if (field.schema() instanceof Schema.Text text) {
            if (!(found instanceof Value.StringValue operator)) {
                findings.unconvertible(path, located.location(), found, "a text");
                return;
            }
            findings.discouraged(path, located.location(), operator.value(), text);
        }
        read.put(field.name(), found);
    }

    private static boolean isNull(Located located) {
        return located instanceof Located.LocatedScalar scalar && scalar.value() instanceof Value.NullValue;
    }
}
