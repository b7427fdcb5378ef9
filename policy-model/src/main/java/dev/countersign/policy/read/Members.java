package dev.countersign.policy.read;

import dev.countersign.document.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Typed access to a checked object. Immutable.
 *
 * @param object the object
 */
record Members(Value.ObjectValue object) {

    String text(String name) {
        return object.text(name).orElse("");
    }

    Optional<String> optionalText(String name) {
        return object.text(name);
    }

    boolean flag(String name, boolean otherwise) {
        return object.get(name).orElse(Value.NULL) instanceof Value.BooleanValue flag ? flag.value() : otherwise;
    }

    Optional<Long> whole(String name) {
        return object.get(name).orElse(Value.NULL) instanceof Value.IntegerValue whole
                ? Optional.of(whole.value())
                : Optional.empty();
    }

    Optional<Value> any(String name) {
        return object.get(name);
    }

    List<String> texts(String name) {
        return object.list(name).stream()
                .filter(Value.StringValue.class::isInstance)
                .map(item -> ((Value.StringValue) item).value())
                .toList();
    }

    Map<String, String> textMap(String name) {
        return object.texts(name);
    }

    <T> Optional<T> object(String name, Function<Members, T> read) {
        return object.object(name).map(Members::new).map(read);
    }

    <T> List<T> objects(String name, Function<Members, T> read) {
        return objects(object.list(name), read);
    }

    static <T> List<T> objects(List<Value> items, Function<Members, T> read) {
        return items.stream()
                .filter(Value.ObjectValue.class::isInstance)
                .map(item -> read.apply(new Members((Value.ObjectValue) item)))
                .toList();
    }
}
