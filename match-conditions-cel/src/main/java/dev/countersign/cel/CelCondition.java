package dev.countersign.cel;

import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.countersign.document.Value;
import dev.countersign.expression.matchcondition.CompiledMatchCondition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One program over the variables of a request. Thread-safe: a program keeps nothing between two evaluations. */
final class CelCondition implements CompiledMatchCondition {
    private final CelRuntime.Program program;

    CelCondition(CelRuntime.Program program) {
        this.program = program;
    }

    @Override
    public Outcome evaluate(Map<String, Value> variables) {
        Map<String, Object> bound = new LinkedHashMap<>();
        variables.forEach((name, value) -> bound.put(name, plain(value)));
        CostLimit cost = new CostLimit(CelMatchConditions.MAX_COST);
        Object result;
        try {
            result = program.trace(bound, cost);
        } catch (CelEvaluationException e) {
            return new Outcome.Failed(cost.isExceeded() ? CostLimit.MESSAGE : String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            // The interpreter is another's: whatever it throws at a value, the answer is open.
            return new Outcome.Failed(
                    cost.isExceeded() ? CostLimit.MESSAGE : e.getClass().getSimpleName());
        }
        // && and || swallow an error of one side, and so the end of the budget.
        if (cost.isExceeded()) {
            return new Outcome.Failed(CostLimit.MESSAGE);
        }
        if (result instanceof Boolean holds) {
            return holds ? new Outcome.Holds() : new Outcome.DoesNotHold();
        }
        return new Outcome.Failed("the condition yields no boolean");
    }

    private static Object plain(Value value) {
        if (value instanceof Value.BooleanValue flag) {
            return flag.value();
        }
        if (value instanceof Value.StringValue text) {
            return text.value();
        }
        if (value instanceof Value.IntegerValue whole) {
            return whole.value();
        }
        if (value instanceof Value.FloatValue real) {
            return real.value();
        }
        if (value instanceof Value.ListValue list) {
            List<Object> items = new ArrayList<>(list.items().size());
            list.items().forEach(item -> items.add(plain(item)));
            return Collections.unmodifiableList(items);
        }
        if (value instanceof Value.ObjectValue object) {
            Map<String, Object> members = new LinkedHashMap<>();
            object.members().forEach((name, member) -> members.put(name, plain(member)));
            return Collections.unmodifiableMap(members);
        }
        return NullValue.NULL_VALUE;
    }
}
