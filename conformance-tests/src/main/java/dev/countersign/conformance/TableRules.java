package dev.countersign.conformance;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.policy.Rule;
import dev.countersign.policy.read.JsonMismatchException;
import dev.countersign.policy.read.KyvernoJson;

/** Rules of which a table gives some members: read as Kyverno's own types read them, without the schema. */
final class TableRules {
    private static final String STRUCT_FIELD = "Go struct field ";

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

    /**
     * The text of an error in one member, as Go words it for the member alone.
     *
     * @param path of the member in the rule
     */
    static TableAnswer failed(JsonMismatchException error, String path) {
        String text = String.valueOf(error.getMessage());
        String within = "." + path + " of type ";
        int at = text.indexOf(within);
        int begin = text.indexOf(STRUCT_FIELD);
        return new TableAnswer.Failed(
                at >= 0 && begin >= 0
                        ? text.substring(0, begin) + "Go value of type " + text.substring(at + within.length())
                        : text.replace("." + path + ".", "."));
    }
}
