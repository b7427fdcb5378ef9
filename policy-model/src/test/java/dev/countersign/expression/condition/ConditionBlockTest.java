package dev.countersign.expression.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ListValue;
import dev.countersign.expression.substitution.Substitution;
import dev.countersign.expression.substitution.Substitutor;
import dev.countersign.expression.substitution.Variable;
import dev.countersign.expression.substitution.VariableException;
import dev.countersign.expression.substitution.Variables;
import dev.countersign.policy.Conditions.AnyAllConditions;
import dev.countersign.policy.Conditions.Condition;
import dev.countersign.policy.Conditions.ConditionList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConditionBlockTest {
    private static final Condition MET = condition(Value.of("a"), "Equals", Value.of("a"), "met");
    private static final Condition FAILED = condition(Value.of("a"), "Equals", Value.of("b"), "failed");
    private static final Condition BROKEN = condition(Value.of("a"), "Nonsense", Value.of("b"), "broken");

    /** A context in which {@code hostile} comes from an attestation. */
    private static final Variables VARIABLES = query -> switch (query.text()) {
        case "hostile" -> Variable.data(Value.of("{{ secret }}"));
        case "secret" -> Variable.of(Value.of("s3cret"));
        case "later" -> Variable.of(Value.of("{{ secret }}"));
        default -> throw new VariableException("no " + query.text());
    };

    private static Condition condition(Value key, String operator, Value value, String message) {
        return new Condition(Optional.of(key), operator, Optional.of(value), message);
    }

    private static AnyAllConditions any(Condition... conditions) {
        return new AnyAllConditions(Optional.of(List.of(conditions)), Optional.empty());
    }

    private static AnyAllConditions all(Condition... conditions) {
        return new AnyAllConditions(Optional.empty(), Optional.of(List.of(conditions)));
    }

    @Test
    void what_stands_behind_the_deciding_condition_is_not_looked_at() throws ConditionException {
        assertThat(ConditionBlock.evaluate(any(MET, BROKEN), Substitution.none()))
                .isEqualTo(new ConditionResult(true, "met"));
        assertThat(ConditionBlock.evaluate(all(FAILED, BROKEN), Substitution.none()))
                .isEqualTo(new ConditionResult(false, "failed"));
        assertThat(ConditionBlock.evaluate(new ConditionList(List.of(FAILED, BROKEN)), Substitution.none()))
                .isEqualTo(new ConditionResult(false, "failed"));
    }

    @Test
    void all_is_looked_at_though_any_failed() {
        AnyAllConditions conditions = new AnyAllConditions(Optional.of(List.of(FAILED)), Optional.of(List.of(BROKEN)));

        assertThatThrownBy(() -> ConditionBlock.evaluate(conditions, Substitution.none()))
                .isInstanceOf(ConditionException.class)
                .hasMessage("failed to create handler for condition operator: %!w(<nil>)");
    }

    @Test
    void an_empty_any_is_false_in_preconditions_and_true_in_attestations() throws ConditionException {
        assertThat(ConditionBlock.evaluate(any(), Substitution.none()).holds()).isFalse();
        assertThat(AttestationConditions.evaluate(List.of(any()), Substitution.none())
                        .holds())
                .isTrue();
    }

    @Test
    void a_policy_s_number_is_a_float_alone_and_a_whole_number_in_a_list() throws ConditionException {
        Value million = Value.of(1_000_000);
        Value list = new ListValue(List.of(million));
        Value text = new ListValue(List.of(Value.of("1000000")));

        assertThat(holds(condition(million, "AnyIn", list, ""))).isFalse();
        assertThat(holds(condition(list, "AnyIn", text, ""))).isTrue();
        assertThat(holds(condition(million, "Equals", Value.of(1_000_000), ""))).isTrue();
    }

    private static boolean holds(Condition condition) throws ConditionException {
        return ConditionBlock.evaluate(all(condition), Substitution.none()).holds();
    }

    @Test
    void what_an_attestation_says_is_compared_as_it_is() throws ConditionException {
        Substitution substitution = new Substitutor(VARIABLES);
        Condition resolved = condition(Value.of("{{ hostile }}"), "Equals", Value.of("s3cret"), "{{ hostile }}!");
        Condition kept = condition(Value.of("x{{ hostile }}"), "Equals", Value.of("x\\{\\{ secret }}"), "");

        assertThat(AttestationConditions.evaluate(List.of(all(resolved)), substitution))
                .isEqualTo(new ConditionResult(false, "{{ secret }}!"));
        assertThat(ConditionBlock.evaluate(all(resolved), substitution).holds()).isFalse();
        assertThat(AttestationConditions.evaluate(List.of(all(kept)), substitution)
                        .holds())
                .isFalse();
    }

    @Test
    void what_the_policy_s_own_context_says_is_searched_twice_in_attestations() throws ConditionException {
        Substitution substitution = new Substitutor(VARIABLES);
        Condition condition = condition(Value.of("{{ later }}"), "Equals", Value.of("s3cret"), "");

        assertThat(AttestationConditions.evaluate(List.of(all(condition)), substitution)
                        .holds())
                .isTrue();
        assertThat(ConditionBlock.evaluate(all(condition), substitution).holds())
                .isFalse();
    }

    @Test
    void errors_say_which_side_and_where() {
        Substitution substitution = new Substitutor(VARIABLES);
        Condition condition = condition(Value.of("a"), "Equals", Value.of("{{ nope }}"), "");

        assertThatThrownBy(() -> ConditionBlock.evaluate(all(condition), substitution))
                .hasMessage(
                        "failed to substitute variables in condition value: failed to resolve nope at path : no nope");
        assertThatThrownBy(() -> AttestationConditions.evaluate(List.of(all(condition)), substitution))
                .hasMessage("failed to substitute variables in attestation conditions: "
                        + "failed to resolve nope at path /0/all/0/value: no nope");
    }
}
