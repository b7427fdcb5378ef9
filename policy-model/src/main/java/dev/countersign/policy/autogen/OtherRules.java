package dev.countersign.policy.autogen;

import dev.countersign.document.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What generation does to mutate and validate rules: their patterns move below the Pod's template. */
final class OtherRules {
    private static final List<String> VALIDATE_KEPT =
            List.of("message", "failureAction", "failureActionOverrides", "allowExistingViolations");

    /** Of these forms of a validate rule the first counts. */
    private static final List<String> VALIDATE_FORMS =
            List.of("pattern", "deny", "podSecurity", "anyPattern", "foreach", "cel", "assert");

    private OtherRules() {}

    /** Whether the rule patches by JSON pointers, which nobody can move. */
    static boolean hasJsonPatch(Value.ObjectValue rule) {
        Value.ObjectValue mutate = rule.object("mutate").orElse(Value.EMPTY_OBJECT);
        return isJsonPatch(mutate)
                || mutate.list("foreach").stream()
                        .anyMatch(item -> item instanceof Value.ObjectValue each && isJsonPatch(each));
    }

    private static boolean isJsonPatch(Value.ObjectValue mutation) {
        return mutation.text("patchesJson6902")
                .filter(patch -> !patch.isEmpty())
                .isPresent();
    }

    static boolean hasCel(Value.ObjectValue rule) {
        return rule.object("validate")
                .flatMap(validate -> stated(validate, "cel"))
                .isPresent();
    }

    /**
     * The rule for what lies below {@code spec.<template>}; absent where nothing can be generated.
     *
     * @param template {@code template}, or {@code jobTemplate} for a rule that is for {@code template} already
     */
    static Optional<Value.ObjectValue> shifted(Value.ObjectValue rule, String template) {
        Optional<Value.ObjectValue> mutate = rule.object("mutate").flatMap(found -> mutate(found, template));
        if (mutate.isPresent()) {
            return Optional.of(rule.with("mutate", mutate.get()));
        }
        Optional<Value.ObjectValue> validate = rule.object("validate").flatMap(found -> validate(found, template));
        if (validate.isPresent()) {
            return Optional.of(rule.with("validate", validate.get()));
        }
        return stated(rule, "verifyImages").isPresent() ? Optional.of(rule) : Optional.empty();
    }

    private static Optional<Value.ObjectValue> mutate(Value.ObjectValue mutate, String template) {
        Optional<Value> patch = stated(mutate, "patchStrategicMerge");
        if (patch.isPresent()) {
            return Optional.of(object("patchStrategicMerge", below(template, patch.get())));
        }
        List<Value> loops = mutate.list("foreach");
        if (loops.isEmpty()) {
            return Optional.empty();
        }
        List<Value> shifted = new ArrayList<>(loops.size());
        for (Value loop : loops) {
            if (loop instanceof Value.ObjectValue each) {
                shifted.add(kept(each, List.of("list", "context", "preconditions"))
                        .with(
                                "patchStrategicMerge",
                                below(template, each.get("patchStrategicMerge").orElse(Value.NULL))));
            }
        }
        return Optional.of(object("foreach", new Value.ListValue(shifted)));
    }

    private static Optional<Value.ObjectValue> validate(Value.ObjectValue validate, String template) {
        for (String form : VALIDATE_FORMS) {
            Optional<Value> stated = stated(validate, form);
            if (stated.isPresent()) {
                return Optional.of(
                        switch (form) {
                            case "cel" -> validate;
                            case "assert" -> validate.with(form, assertion(stated.get(), template));
                            default -> kept(validate, VALIDATE_KEPT).with(form, moved(form, stated.get(), template));
                        });
            }
        }
        return Optional.empty();
    }

    private static Value moved(String form, Value value, String template) {
        if (form.equals("pattern")) {
            return below(template, value);
        }
        if (form.equals("anyPattern") && value instanceof Value.ListValue patterns) {
            return new Value.ListValue(patterns.items().stream()
                    .<Value>map(pattern -> below(template, pattern))
                    .toList());
        }
        return value;
    }

    private static Value assertion(Value assertion, String template) {
        if (!(assertion instanceof Value.ObjectValue tree)) {
            return assertion;
        }
        Value.ObjectValue shifted = tree;
        for (String node : List.of("object", "oldObject")) {
            Optional<Value.ObjectValue> child = tree.object(node);
            if (child.isPresent()) {
                shifted = shifted.with(node, below(template, child.get()));
            }
        }
        return shifted;
    }

    private static Value.ObjectValue below(String template, Value value) {
        return object("spec", object(template, value));
    }

    private static Value.ObjectValue kept(Value.ObjectValue object, List<String> names) {
        Map<String, Value> members = new LinkedHashMap<>();
        for (String name : names) {
            object.get(name).ifPresent(value -> members.put(name, value));
        }
        return new Value.ObjectValue(members);
    }

    private static Optional<Value> stated(Value.ObjectValue object, String name) {
        return object.get(name).filter(value -> !(value instanceof Value.NullValue));
    }

    private static Value.ObjectValue object(String name, Value value) {
        return new Value.ObjectValue(Map.of(name, value));
    }
}
