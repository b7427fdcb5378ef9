package dev.countersign.expression.function;

import dev.countersign.document.Value;
import dev.countersign.document.Value.FloatValue;
import dev.countersign.document.Value.StringValue;
import dev.countersign.expression.value.GoDuration;
import dev.countersign.expression.value.GoNumber;
import dev.countersign.expression.value.Quantity;
import dev.countersign.expression.value.ValueFormatException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * One side of an arithmetic function. A text is a quantity where it can be one, so {@code 30m} is thirty thousandths and
 * not half an hour. Sums and differences want one kind on both sides. Immutable.
 */
sealed interface Operand {
    /** Nanoseconds in a second. */
    double NANOSECONDS = 1e9;

    static Operand of(Value value, Call call) throws EvaluationException {
        if (value instanceof FloatValue number) {
            return new Scalar(number.value());
        }
        if (value instanceof StringValue text) {
            call.evaluation().chargeText(text.value().length());
            Optional<Quantity> quantity = Quantity.read(text.value());
            if (quantity.isPresent()) {
                return new Amount(quantity.get());
            }
            Optional<GoDuration> duration = GoDuration.read(text.value());
            if (duration.isPresent()) {
                return new Span(duration.get());
            }
        }
        throw call.error("invalid operand");
    }

    Value plus(Operand right, Call call) throws EvaluationException, ValueFormatException;

    Value minus(Operand right, Call call) throws EvaluationException, ValueFormatException;

    Value times(Operand right, Call call) throws EvaluationException, ValueFormatException;

    Value dividedBy(Operand right, Call call) throws EvaluationException, ValueFormatException;

    Value modulo(Operand right, Call call) throws EvaluationException, ValueFormatException;

    private static EvaluationException mismatch(Call call) {
        return call.error("Types mismatch");
    }

    private static EvaluationException zeroDivisor(Call call) {
        return call.error("Zero divisor passed");
    }

    /** Of two whole numbers; a fraction is refused before a zero. */
    private static long modulo(double left, double right, Call call) throws EvaluationException {
        long a = GoNumber.toLong(left);
        long b = GoNumber.toLong(right);
        if (a != left || b != right) {
            throw call.error("Non-integer argument(s) passed for modulo");
        }
        if (b == 0) {
            throw zeroDivisor(call);
        }
        return a % b;
    }

    private static Value text(Object printed) {
        return Value.of(printed.toString());
    }

    private static Value span(double seconds) {
        return text(new GoDuration(GoNumber.toLong(seconds * NANOSECONDS)));
    }

    /** A number. */
    record Scalar(double number) implements Operand {
        @Override
        public Value plus(Operand right, Call call) throws EvaluationException {
            if (right instanceof Scalar other) {
                return Values.number(number + other.number);
            }
            throw mismatch(call);
        }

        @Override
        public Value minus(Operand right, Call call) throws EvaluationException {
            if (right instanceof Scalar other) {
                return Values.number(number - other.number);
            }
            throw mismatch(call);
        }

        @Override
        public Value times(Operand right, Call call) throws EvaluationException, ValueFormatException {
            return right instanceof Scalar other ? Values.number(number * other.number) : right.times(this, call);
        }

        @Override
        public Value dividedBy(Operand right, Call call) throws EvaluationException {
            if (!(right instanceof Scalar other)) {
                throw mismatch(call);
            }
            if (other.number == 0) {
                throw zeroDivisor(call);
            }
            return Values.number(number / other.number);
        }

        @Override
        public Value modulo(Operand right, Call call) throws EvaluationException {
            if (right instanceof Scalar other) {
                return Values.number(Operand.modulo(number, other.number, call));
            }
            throw mismatch(call);
        }

        /** The number as Kyverno turns it into a quantity: by its text. */
        Quantity quantity() throws ValueFormatException {
            return Quantity.parse(GoNumber.text(number));
        }
    }

    /** A quantity. */
    record Amount(Quantity quantity) implements Operand {
        @Override
        public Value plus(Operand right, Call call) throws EvaluationException, ValueFormatException {
            if (right instanceof Amount other) {
                return text(quantity.plus(other.quantity));
            }
            throw mismatch(call);
        }

        @Override
        public Value minus(Operand right, Call call) throws EvaluationException, ValueFormatException {
            if (right instanceof Amount other) {
                return text(quantity.minus(other.quantity));
            }
            throw mismatch(call);
        }

        @Override
        public Value times(Operand right, Call call) throws EvaluationException, ValueFormatException {
            if (right instanceof Scalar factor) {
                BigDecimal product =
                        quantity.amount().multiply(factor.quantity().amount());
                return text(Quantity.of(product, quantity.format()));
            }
            throw mismatch(call);
        }

        @Override
        public Value dividedBy(Operand right, Call call) throws EvaluationException, ValueFormatException {
            if (right instanceof Amount other) {
                double divisor = other.quantity.toDouble();
                if (divisor == 0) {
                    throw zeroDivisor(call);
                }
                return Values.number(quantity.toDouble() / divisor);
            }
            if (right instanceof Scalar divisor) {
                if (divisor.number == 0) {
                    throw zeroDivisor(call);
                }
                BigDecimal a = quantity.amount();
                BigDecimal b = divisor.quantity().amount();
                BigDecimal quotient = a.divide(b, Math.max(a.scale(), b.scale()), RoundingMode.DOWN);
                return text(Quantity.of(quotient, quantity.format()));
            }
            throw mismatch(call);
        }

        @Override
        public Value modulo(Operand right, Call call) throws EvaluationException, ValueFormatException {
            if (right instanceof Amount other) {
                long rest = Operand.modulo(quantity.toDouble(), other.quantity.toDouble(), call);
                return text(Quantity.of(BigDecimal.valueOf(rest), quantity.format()));
            }
            throw mismatch(call);
        }
    }

    /** A duration. */
    record Span(GoDuration duration) implements Operand {
        @Override
        public Value plus(Operand right, Call call) throws EvaluationException {
            if (right instanceof Span other) {
                return text(new GoDuration(duration.nanoseconds() + other.duration.nanoseconds()));
            }
            throw mismatch(call);
        }

        @Override
        public Value minus(Operand right, Call call) throws EvaluationException {
            if (right instanceof Span other) {
                return text(new GoDuration(duration.nanoseconds() - other.duration.nanoseconds()));
            }
            throw mismatch(call);
        }

        @Override
        public Value times(Operand right, Call call) throws EvaluationException {
            if (right instanceof Scalar factor) {
                return span(duration.seconds() * factor.number());
            }
            throw mismatch(call);
        }

        @Override
        public Value dividedBy(Operand right, Call call) throws EvaluationException {
            if (right instanceof Span other) {
                double divisor = other.duration.seconds();
                if (divisor == 0) {
                    throw zeroDivisor(call);
                }
                return Values.number(duration.seconds() / divisor);
            }
            if (right instanceof Scalar divisor) {
                if (divisor.number() == 0) {
                    throw zeroDivisor(call);
                }
                return span(duration.seconds() / divisor.number());
            }
            throw mismatch(call);
        }

        @Override
        public Value modulo(Operand right, Call call) throws EvaluationException {
            if (!(right instanceof Span other)) {
                throw mismatch(call);
            }
            if (other.duration.nanoseconds() == 0) {
                throw zeroDivisor(call);
            }
            return text(new GoDuration(duration.nanoseconds() % other.duration.nanoseconds()));
        }
    }
}
