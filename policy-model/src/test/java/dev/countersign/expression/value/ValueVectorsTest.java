package dev.countersign.expression.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.document.TestVectors;
import dev.countersign.document.Value;
import dev.countersign.document.Value.NumberValue;
import dev.countersign.document.Value.ObjectValue;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts with the answers of Go's time, of Kubernetes' resource and of blang/semver, as Kyverno 1.19.1 uses them. */
class ValueVectorsTest {
    static List<ObjectValue> durations() {
        return vectors("duration");
    }

    static List<ObjectValue> quantities() {
        return vectors("quantity");
    }

    static List<ObjectValue> versions() {
        return vectors("semver");
    }

    private static List<ObjectValue> vectors(String kind) {
        List<ObjectValue> vectors = TestVectors.read(ValueVectorsTest.class, "values.jsonl").stream()
                .filter(vector -> question(vector).get(kind).isPresent())
                .toList();
        assertThat(vectors).isNotEmpty();
        return vectors;
    }

    @ParameterizedTest
    @MethodSource("durations")
    void durations_are_read_and_written_as_go_does(ObjectValue vector) throws ValueFormatException {
        String text = question(vector).text("duration").orElseThrow();
        if (refused(vector, () -> GoDuration.parse(text))) {
            return;
        }
        GoDuration duration = GoDuration.parse(text);
        ObjectValue out = vector.object("out").orElseThrow();
        assertThat(Value.of(duration.nanoseconds()))
                .isEqualTo(out.get("nanoseconds").orElseThrow());
        assertThat(duration.seconds()).isEqualTo(number(out, "seconds"));
        assertThat(duration).hasToString(out.text("string").orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("quantities")
    void quantities_are_read_written_and_compared_as_kubernetes_does(ObjectValue vector) throws ValueFormatException {
        String text = question(vector).text("quantity").orElseThrow();
        if (refused(vector, () -> Quantity.parse(text))) {
            return;
        }
        Quantity quantity = Quantity.parse(text);
        ObjectValue out = vector.object("out").orElseThrow();
        if (question(vector).text("compareTo").isEmpty()) {
            assertThat(quantity).hasToString(out.text("string").orElseThrow());
            assertThat(quantity.format().text()).isEqualTo(out.text("format").orElseThrow());
            assertThat(quantity.toDouble()).isEqualTo(number(out, "float"));
            assertThat(quantity.sign()).isEqualTo((int) number(out, "sign"));
        } else {
            Quantity other = Quantity.parse(question(vector).text("compareTo").orElseThrow());
            assertThat(quantity.compareTo(other)).isEqualTo((int) number(out, "cmp"));
            assertThat(Value.of(quantity.equals(other)))
                    .isEqualTo(out.get("equal").orElseThrow());
            assertThat(quantity.plus(other)).hasToString(out.text("add").orElseThrow());
            assertThat(quantity.minus(other)).hasToString(out.text("sub").orElseThrow());
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void versions_are_read_written_and_compared_as_the_go_library_does(ObjectValue vector) throws ValueFormatException {
        String text = question(vector).text("semver").orElseThrow();
        if (refused(vector, () -> SemanticVersion.parse(text))) {
            return;
        }
        SemanticVersion version = SemanticVersion.parse(text);
        if (question(vector).text("compareTo").isEmpty()) {
            assertThat(version).hasToString(vector.text("out").orElseThrow());
        } else {
            SemanticVersion other =
                    SemanticVersion.parse(question(vector).text("compareTo").orElseThrow());
            assertThat(version.compareTo(other)).isEqualTo((int) number(vector, "out"));
        }
    }

    private static boolean refused(ObjectValue vector, ThrowingCallable reading) {
        if (vector.text("error").isEmpty()) {
            return false;
        }
        assertThatThrownBy(reading)
                .isInstanceOf(ValueFormatException.class)
                .hasMessage(vector.text("error").get());
        return true;
    }

    private static ObjectValue question(ObjectValue vector) {
        return vector.object("in").orElseThrow();
    }

    private static double number(ObjectValue object, String name) {
        return ((NumberValue) object.get(name).orElseThrow()).asDouble();
    }
}
