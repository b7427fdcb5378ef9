package dev.countersign.policy.read;

import dev.countersign.document.Located;
import dev.countersign.document.Located.LocatedList;
import dev.countersign.document.Located.LocatedObject;

/** Tells which fields of a nested attestor set Kyverno does not know; it passes over them without a word. */
final class RawAttestorsCheck {
    private RawAttestorsCheck() {}

    static void reportUnknown(Located located, Schema schema, String path, Findings findings) {
        if (schema instanceof Schema.RawAttestors) {
            reportUnknown(located, AttestorsSchema.SET, path, findings);
        } else if (schema instanceof Schema.ListOf list && located instanceof LocatedList items) {
            for (int i = 0; i < items.items().size(); i++) {
                reportUnknown(items.items().get(i), list.item(), path + "[" + i + "]", findings);
            }
        } else if (schema instanceof Schema.Node node && located instanceof LocatedObject object) {
            for (Located.Member member : object.members()) {
                String at = SchemaCheck.child(path, member.key());
                GoMembers.field(node, member.key())
                        .ifPresentOrElse(
                                field -> reportUnknown(member.value(), field.schema(), at, findings),
                                () -> findings.ignoredField(
                                        at, member.keyLocation(), member.key(), GoMembers.names(node)));
            }
        }
    }
}
