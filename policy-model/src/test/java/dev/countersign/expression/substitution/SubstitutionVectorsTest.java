package dev.countersign.expression.substitution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.document.TestVectors;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.expression.Floats;
import dev.countersign.expression.function.FunctionContext;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents with the answers of Kyverno 1.19.1. */
class SubstitutionVectorsTest {
    private static final Value CONTEXT =
            TestVectors.read(SubstitutionVectorsTest.class, "context.json").get(0);

    static List<ObjectValue> documents() {
        return TestVectors.read(SubstitutionVectorsTest.class, "substitution.jsonl");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void documents_come_out_as_in_kyverno(ObjectValue vector) throws SubstitutionException {
        ObjectValue question = vector.object("in").orElseThrow();
        Value document = Floats.of(question.get("document").orElse(Value.NULL));
        Value context = Floats.of(question.get("context").orElse(CONTEXT));
        if (vector.get("out").isPresent()) {
            Value out = Floats.of(vector.get("out").get());
            assertThat(substitutor(context).substitute(document)).isEqualTo(out);
            assertThat(substitutor(context)
                            .substitute(CompiledDocument.of(document))
                            .value())
                    .isEqualTo(out);
        } else if (vector.text("error").isPresent() && vector.get("notUTF8").isEmpty()) {
            assertThatThrownBy(() -> substitutor(context).substitute(document))
                    .isInstanceOf(SubstitutionException.class)
                    .hasMessage(vector.text("error").get());
        } else {
            assertThatThrownBy(() -> substitutor(context).substitute(document))
                    .isInstanceOf(SubstitutionException.class);
        }
    }

    private static Substitutor substitutor(Value context) {
        FunctionContext functions =
                FunctionContext.of(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), RandomGenerator.getDefault());
        return new Substitutor(new ContextVariables(context, functions));
    }
}
