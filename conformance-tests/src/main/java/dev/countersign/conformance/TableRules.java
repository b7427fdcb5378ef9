package dev.countersign.conformance;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.policy.Rule;
import dev.countersign.policy.read.JsonMismatchException;
import dev.countersign.policy.read.KyvernoJson;

/** Rules of which a table gives some members: read as Kyverno's own types read them, without the schema. */
final class TableRules {
    private TableRules() {}

    /**
     * The rule {@code r} with some members of a question.
     *
     * @throws JsonMismatchException with the text of Go's decoder, as Kyverno words it
     */
    static Rule of(ObjectValue question, String... members) throws JsonMismatchException {
        ObjectValue rule = Value.EMPTY_OBJECT.with("name", Value.of("r"));
        for (String member : members) {
            if (question.get(member).isPresent()) {
                rule = rule.with(member, question.get(member).get());
            }
        }
        return KyvernoJson.rule(rule);
    }
}
