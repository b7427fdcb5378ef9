package dev.countersign.policy.read;

import dev.countersign.document.GoText;
import dev.countersign.document.Located;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How Go's encoding/json finds the members of an object: by name, or else by the name in other letter case. */
final class GoMembers {
    private GoMembers() {}

    /** The field that a member of that name sets. */
    static Optional<Field> field(Schema.Node schema, String name) {
        Optional<Field> exact = schema.fields().stream()
                .filter(field -> field.name().equals(name))
                .findFirst();
        return exact.isPresent()
                ? exact
                : schema.fields().stream()
                        .filter(field -> field.name().equalsIgnoreCase(name))
                        .findFirst();
    }

    /** The members in the order in which Kyverno's own reading meets them: sorted, where a later one wins. */
    static List<Located.Member> inOrder(Located.LocatedObject object) {
        return object.members().stream()
                .sorted(Comparator.comparing(Located.Member::key, GoText.BY_BYTES))
                .toList();
    }

    static List<String> names(Schema.Node schema) {
        return schema.fields().stream().map(Field::name).toList();
    }
}
