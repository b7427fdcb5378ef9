package dev.countersign.expression.function;

import dev.countersign.document.Value;
import dev.countersign.document.Value.FloatValue;
import dev.countersign.document.Value.StringValue;
import dev.countersign.expression.function.JmesFunction.Parameter;
import dev.countersign.expression.value.GoNumber;
import java.util.List;

/** {@code abs avg ceil floor max min round}. */
final class NumberFunctions {
    private static final Parameter NUMBERS_OR_STRINGS =
            Parameter.of(ArgumentType.ARRAY_OF_NUMBERS, ArgumentType.ARRAY_OF_STRINGS);

    static final List<JmesFunction> ALL = List.of(
            JmesFunction.of("abs", call -> Values.number(Math.abs(call.number(0))), ArgumentType.NUMBER),
            JmesFunction.of("ceil", call -> Values.number(Math.ceil(call.number(0))), ArgumentType.NUMBER),
            JmesFunction.of("floor", call -> Values.number(Math.floor(call.number(0))), ArgumentType.NUMBER),
            JmesFunction.of("avg", NumberFunctions::average, ArgumentType.ARRAY_OF_NUMBERS),
            JmesFunction.of("max", call -> extreme(call, 1), List.of(NUMBERS_OR_STRINGS)),
            JmesFunction.of("min", call -> extreme(call, -1), List.of(NUMBERS_OR_STRINGS)),
            JmesFunction.of("round", NumberFunctions::round, ArgumentType.NUMBER, ArgumentType.NUMBER));

    private NumberFunctions() {}

    /** Of an empty list, NaN. */
    private static Value average(Call call) throws EvaluationException {
        List<Value> items = call.items(0);
        double sum = 0;
        for (Value item : items) {
            sum += item instanceof FloatValue number ? number.value() : 0;
        }
        return Values.number(sum / items.size());
    }

    private static Value extreme(Call call, int direction) throws EvaluationException {
        Value best = Value.NULL;
        for (Value item : call.items(0)) {
            if (best instanceof Value.NullValue || isBeyond(item, best, direction)) {
                best = item;
            }
        }
        return best;
    }

    private static boolean isBeyond(Value item, Value best, int direction) {
        if (item instanceof FloatValue a && best instanceof FloatValue b) {
            return direction > 0 ? a.value() > b.value() : a.value() < b.value();
        }
        return item instanceof StringValue a
                && best instanceof StringValue b
                && Values.BYTE_ORDER.compare(a.value(), b.value()) * direction > 0;
    }

    /** Halves go away from zero. */
    private static Value round(Call call) throws EvaluationException {
        double digits = call.number(1);
        long places = GoNumber.toLong(digits);
        if (places != digits) {
            throw call.error("Non-integer argument(s) passed for round off");
        }
        if (places < 0) {
            // Kyverno forgets the values that its own format asks for.
            throw call.error("%!d(MISSING) argument is out of bounds (%!d(MISSING))");
        }
        double shift = powerOfTen(places);
        double shifted = call.number(0) * shift;
        double whole = shifted < 0 ? Math.ceil(shifted) : Math.floor(shifted);
        if (Math.abs(shifted - whole) >= 0.5) {
            whole += Math.copySign(1, shifted);
        }
        return Values.number(whole / shift);
    }

    /** As Go's math.Pow: by squaring, which loses digits that Java's keeps. */
    private static double powerOfTen(long exponent) {
        if (exponent > 400) {
            return Double.POSITIVE_INFINITY;
        }
        double fraction = 1;
        int scale = 0;
        double base = 10.0 / 16;
        int baseScale = 4;
        for (long i = exponent; i != 0; i >>= 1) {
            if ((i & 1) == 1) {
                fraction *= base;
                scale += baseScale;
            }
            base *= base;
            baseScale <<= 1;
            if (base < 0.5) {
                base += base;
                baseScale--;
            }
        }
        return Math.scalb(fraction, scale);
    }
}
