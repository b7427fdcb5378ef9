package dev.countersign.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value of a document together with its place; a tree. Aliases and merge keys are resolved: an aliased value keeps the
 * place of its anchor. Immutable.
 */
public sealed interface Located {

    /** Where the value begins. */
    Location location();

    /** The plain value, without places. Where a key stands twice, the last one counts. */
    Value value();

    /**
     * An object.
     *
     * @param location where it begins
     * @param members in the order of the source; a key that stands twice is here twice
     */
    record LocatedObject(Location location, List<Member> members) implements Located {
        public LocatedObject {
            members = List.copyOf(members);
        }

        @Override
        public Value.ObjectValue value() {
            Map<String, Value> values = new LinkedHashMap<>();
            members.forEach(member -> values.put(member.key(), member.value().value()));
            return new Value.ObjectValue(values);
        }

        /** The last member of that key. */
        public Optional<Located> get(String key) {
            for (int i = members.size() - 1; i >= 0; i--) {
                if (members.get(i).key().equals(key)) {
                    return Optional.of(members.get(i).value());
                }
            }
            return Optional.empty();
        }
    }

    /** One member of an object. */
    record Member(String key, Location keyLocation, Located value) {}

    /** A list. */
    record LocatedList(Location location, List<Located> items) implements Located {
        public LocatedList {
            items = List.copyOf(items);
        }

        @Override
        public Value.ListValue value() {
            List<Value> values = new ArrayList<>(items.size());
            items.forEach(item -> values.add(item.value()));
            return new Value.ListValue(values);
        }
    }

    /** A text, number, truth value or null. */
    record LocatedScalar(Location location, Value value) implements Located {}
}
