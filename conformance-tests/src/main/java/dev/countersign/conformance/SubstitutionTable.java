package dev.countersign.conformance;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.expression.function.FunctionContext;
import dev.countersign.expression.substitution.ContextVariables;
import dev.countersign.expression.substitution.SubstitutionException;
import dev.countersign.expression.substitution.Substitutor;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.random.RandomGenerator;

/** {@code substitution.jsonl}: documents with variables and references. */
final class SubstitutionTable implements TableRunner {
    /** The context of lines that bring none, as the tables' README states it. */
    private static final Value STANDARD_CONTEXT = Json.readObject("""
            {"request":{"operation":"CREATE","object":{"metadata":{"name":"web","namespace":"shop",\
            "labels":{"app":"web","a/b":"c"}},"spec":{"replicas":3,"containers":[{"name":"x","image":"i:1"},\
            {"name":"y"}]}},"oldObject":{"metadata":{"name":"old"},"spec":{"replicas":1}}},"s":"str","e":"","n":null,\
            "i":5,"f":2.5,"big":1000000,"huge":1e21,"t":true,"l":[1,"a",null],"el":[],"o":{"k":"v","j":2},"eo":{},\
            "key":"s","tpl":"{{ s }}","tpl2":"{{ tpl }}","tplo":{"p":"{{ s }}","q":["{{ i }}","\\\\{{ i }}"]},\
            "tpll":["{{ s }}"],"miss":"{{ nope }}","loopy":"{{ o }}","brace":"{","html":"<a&b>",\
            "uni":"é日😀","quote":"a\\"b","nl":"a\\nb","ref":"$(/a)","dollar":"$1",\
            "esc":"\\\\{{ s }}","back":"a\\\\","pathy":"a/b"}""");

    private static final Instant RECORDED = Instant.parse("2026-11-24T00:00:00Z");

    @Override
    public String file() {
        return "substitution.jsonl";
    }

    @Override
    public TableAnswer answer(ObjectValue question) {
        Value document = TableNumbers.floats(question.get("document").orElse(Value.NULL));
        Substitutor substitutor = substitutor(question.get("context").orElse(STANDARD_CONTEXT));
        try {
            return new TableAnswer.Out(substitutor.substitute(document));
        } catch (SubstitutionException e) {
            return new TableAnswer.Failed(String.valueOf(e.getMessage()));
        }
    }

    /** Replaces with the values of a context. */
    static Substitutor substitutor(Value context) {
        FunctionContext functions =
                FunctionContext.of(Clock.fixed(RECORDED, ZoneOffset.UTC), RandomGenerator.getDefault());
        return new Substitutor(new ContextVariables(TableNumbers.floats(context), functions));
    }
}
