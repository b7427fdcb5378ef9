package dev.countersign.policy.autogen;

import dev.countersign.document.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns references to the Pod into references to the controller's template, in every text and key. Kyverno replaces in the
 * JSON of the rule; none of the words holds a character that JSON escapes, so that replacing in each text is the same.
 */
final class References {
    static final References TEMPLATE = new References("template");
    static final References JOB_TEMPLATE = new References("jobTemplate.spec.template");

    private final Map<String, String> replacements;
    private final Map<String, String> celReplacements;

    private References(String template) {
        replacements = replacements("request.object", "request.oldObject", template);
        celReplacements = replacements("object", "oldObject", template);
    }

    private static Map<String, String> replacements(String object, String oldObject, String template) {
        Map<String, String> inOrder = new LinkedHashMap<>();
        for (String field : List.of("spec", "metadata")) {
            inOrder.put(object + "." + field, object + ".spec." + template + "." + field);
            inOrder.put(oldObject + "." + field, oldObject + ".spec." + template + "." + field);
        }
        return inOrder;
    }

    /** The rule with every reference turned. */
    Value.ObjectValue replace(Value.ObjectValue rule) {
        Map<String, String> words = OtherRules.hasCel(rule) ? celReplacements : replacements;
        return replace(rule, words);
    }

    private static Value.ObjectValue replace(Value.ObjectValue object, Map<String, String> words) {
        Map<String, Value> members = new LinkedHashMap<>();
        object.members().forEach((key, value) -> members.put(replace(key, words), replace(value, words)));
        return new Value.ObjectValue(members);
    }

    private static Value replace(Value value, Map<String, String> words) {
        if (value instanceof Value.StringValue text) {
            return Value.of(replace(text.value(), words));
        }
        if (value instanceof Value.ObjectValue object) {
            return replace(object, words);
        }
        if (value instanceof Value.ListValue list) {
            List<Value> items = new ArrayList<>(list.items().size());
            list.items().forEach(item -> items.add(replace(item, words)));
            return new Value.ListValue(items);
        }
        return value;
    }

    private static String replace(String text, Map<String, String> words) {
        String replaced = text;
        for (Map.Entry<String, String> word : words.entrySet()) {
            replaced = replaced.replace(word.getKey(), word.getValue());
        }
        return replaced;
    }
}
