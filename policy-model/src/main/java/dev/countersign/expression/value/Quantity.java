package dev.countersign.expression.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/**
 * An amount as Kubernetes writes it: {@code 100m}, {@code 1.5Gi}, {@code 2}, {@code 1e3}. Exact, down to 1e-9, below which
 * amounts are rounded away from zero. Immutable.
 *
 * <p>Bounds: {@link #MAX_DIGITS} and {@link #MAX_EXPONENT}; beyond them texts are refused, which Go does not.
 *
 * <p>Source: Kubernetes' {@code resource.Quantity}.
 */
public final class Quantity implements Comparable<Quantity> {
    /** The most digits that an amount may have. */
    public static final int MAX_DIGITS = 10_000;

    /** The largest power of ten, up or down, that an amount may be of. */
    public static final int MAX_EXPONENT = 10_000;

    /** The way an amount is written, which sums keep. */
    public enum Format {
        /** Powers of 1024: {@code Ki}, {@code Mi}. */
        BINARY_SI("BinarySI"),
        /** {@code 1e3}. */
        DECIMAL_EXPONENT("DecimalExponent"),
        /** Powers of 1000: {@code k}, {@code M}, {@code m}. */
        DECIMAL_SI("DecimalSI");

        private final String text;

        Format(String text) {
            this.text = text;
        }

        /** Kubernetes' name of the format. */
        public String text() {
            return text;
        }
    }

    private final BigDecimal amount;
    private final Format format;
    private final Optional<String> written;

    Quantity(BigDecimal amount, Format format, Optional<String> written) {
        this.amount = amount;
        this.format = format;
        this.written = written;
    }

    /**
     * Reads a quantity as {@code resource.ParseQuantity}.
     *
     * @throws ValueFormatException with Kubernetes' text
     */
    public static Quantity parse(String text) throws ValueFormatException {
        return QuantityText.parse(text);
    }

    /** The quantity that a text is, if it is one. */
    public static Optional<Quantity> read(String text) {
        try {
            return Optional.of(parse(text));
        } catch (ValueFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * A quantity of an amount.
     *
     * @throws ValueFormatException when the amount is beyond the bounds
     */
    public static Quantity of(BigDecimal amount, Format format) throws ValueFormatException {
        if (amount.precision() > MAX_DIGITS || Math.abs((long) amount.scale()) > 2L * MAX_EXPONENT) {
            throw new ValueFormatException("quantity is out of range");
        }
        return new Quantity(amount, format, Optional.empty());
    }

    /** The amount, with the scale that Go keeps it at. */
    public BigDecimal amount() {
        return amount;
    }

    /** The format. */
    public Format format() {
        return format;
    }

    /** -1, 0 or 1. */
    public int sign() {
        return amount.signum();
    }

    /**
     * The sum; a sum with zero takes the other's format.
     *
     * @throws ValueFormatException when the sum is beyond the bounds
     */
    public Quantity plus(Quantity other) throws ValueFormatException {
        return combined(other, other.amount);
    }

    /**
     * The difference; zero minus a quantity takes the other's format.
     *
     * @throws ValueFormatException when the difference is beyond the bounds
     */
    public Quantity minus(Quantity other) throws ValueFormatException {
        return combined(other, other.amount.negate());
    }

    private Quantity combined(Quantity other, BigDecimal added) throws ValueFormatException {
        Format kept = sign() == 0 ? other.format : format;
        if (sign() == 0 || added.signum() == 0) {
            return of(sign() == 0 ? added : amount, kept);
        }
        return of(amount.add(added), kept);
    }

    /** As {@code AsApproximateFloat64}: the digits times a power of ten, each a double. */
    public double toDouble() {
        double digits = amount.unscaledValue().doubleValue();
        return amount.scale() == 0 ? digits : digits * GoNumber.powerOfTen(-amount.scale());
    }

    @Override
    public int compareTo(Quantity other) {
        return amount.compareTo(other.amount);
    }

    /** Whether the amounts are the same, however they are written. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Quantity quantity && compareTo(quantity) == 0;
    }

    @Override
    public int hashCode() {
        return amount.stripTrailingZeros().hashCode();
    }

    /** Kubernetes' text: canonical, except that a text read in nearly canonical form is kept as written. */
    @Override
    public String toString() {
        return written.orElseGet(this::canonical);
    }

    private String canonical() {
        if (sign() == 0) {
            return "0";
        }
        BigDecimal kibi = BigDecimal.valueOf(1024);
        if (format == Format.BINARY_SI && amount.abs().compareTo(kibi) >= 0) {
            BigDecimal whole = amount.stripTrailingZeros();
            if (whole.scale() <= 0) {
                return binary(whole.toBigIntegerExact());
            }
        }
        return decimal(format == Format.DECIMAL_EXPONENT);
    }

    private static String binary(BigInteger whole) {
        BigInteger digits = whole;
        int power = 0;
        while (digits.getLowestSetBit() >= 10) {
            digits = digits.shiftRight(10);
            power++;
        }
        // Beyond the largest suffix Kubernetes leaves it out, and with it the size.
        boolean named = power > 0 && power <= QuantityText.BINARY_SUFFIXES.size();
        return digits + (named ? QuantityText.BINARY_SUFFIXES.get(power - 1) : "");
    }

    private String decimal(boolean exponentForm) {
        BigDecimal stripped = amount.stripTrailingZeros();
        int exponent = -stripped.scale();
        BigInteger digits = stripped.unscaledValue();
        while (exponent % 3 != 0) {
            digits = digits.multiply(BigInteger.TEN);
            exponent--;
        }
        if (exponent == 0) {
            return digits.toString();
        }
        // Where there is no suffix Kubernetes leaves it out, and with it the size.
        return digits + (exponentForm ? "e" + exponent : QuantityText.DECIMAL_SUFFIXES.getOrDefault(exponent, ""));
    }
}
