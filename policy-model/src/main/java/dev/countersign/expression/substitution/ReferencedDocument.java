package dev.countersign.expression.substitution;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.document.Value.StringValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Replaces the references of a document. */
final class ReferencedDocument {
    private final References references;
    private final Set<String> data;

    private ReferencedDocument(References references, Set<String> data) {
        this.references = references;
        this.data = data;
    }

    /** The document with its references replaced; the same instance where there are none. */
    static Value of(Value document, Set<String> data) throws SubstitutionException {
        return mayHold(document) ? new ReferencedDocument(new References(document), data).walk(document, "") : document;
    }

    private static boolean mayHold(Value value) {
        if (value instanceof StringValue text) {
            return References.mayBeIn(text.value());
        }
        if (value instanceof ListValue list) {
            return list.items().stream().anyMatch(ReferencedDocument::mayHold);
        }
        return value instanceof ObjectValue object
                && (object.members().keySet().stream().anyMatch(References::mayBeIn)
                        || object.members().values().stream().anyMatch(ReferencedDocument::mayHold));
    }

    private Value walk(Value value, String path) throws SubstitutionException {
        if (data.contains(path) || !mayHold(value)) {
            return value;
        }
        if (value instanceof StringValue text) {
            return Value.of(references.replace(text.value(), path));
        }
        if (value instanceof ListValue list) {
            List<Value> items = new ArrayList<>();
            for (int i = 0; i < list.items().size(); i++) {
                items.add(walk(list.items().get(i), SlashPath.item(path, i)));
            }
            return new ListValue(items);
        }
        Map<String, Value> members = new LinkedHashMap<>();
        Map<String, Value> renamed = new LinkedHashMap<>();
        for (Map.Entry<String, Value> member : ((ObjectValue) value).members().entrySet()) {
            String name = references.replace(member.getKey(), path);
            Value replaced = walk(member.getValue(), SlashPath.member(path, member.getKey()));
            (name.equals(member.getKey()) ? members : renamed).put(name, replaced);
        }
        members.putAll(renamed);
        return new ObjectValue(members);
    }
}
