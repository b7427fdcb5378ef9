package dev.countersign.cel;

import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.DOUBLE;
import static dev.cel.common.types.SimpleType.INT;
import static dev.cel.common.types.SimpleType.STRING;

import com.google.errorprone.annotations.Immutable;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.runtime.CelEvaluationException;
import dev.countersign.expression.value.Quantity;
import dev.countersign.expression.value.ValueFormatException;
import java.util.List;

/** Kubernetes' quantities: {@code quantity('1Gi').isGreaterThan(quantity('512Mi'))}. */
final class KubernetesQuantity {
    private static final CelType TYPE = OpaqueType.create("kubernetes.Quantity");
    private static final List<CelType> ONE = List.of(TYPE);
    private static final List<CelType> TWO = List.of(TYPE, TYPE);
    private static final List<Class<?>> ONE_CLASS = List.of(Quantity.class);
    private static final List<Class<?>> TWO_CLASSES = List.of(Quantity.class, Quantity.class);

    /** Compares two quantities, or computes with them. */
    @Immutable
    @FunctionalInterface
    private interface Both {
        Object of(Quantity one, Quantity other) throws ValueFormatException;
    }

    private KubernetesQuantity() {}

    static void addTo(FunctionLibrary library) {
        library.global(
                "quantity",
                "string_to_quantity",
                TYPE,
                List.of(STRING),
                List.of(String.class),
                given -> parse((String) given[0]));
        library.global(
                "isQuantity",
                "is_quantity_string",
                BOOL,
                List.of(STRING),
                List.of(String.class),
                given -> Quantity.read((String) given[0]).isPresent());
        library.global("sign", "quantity_sign", INT, ONE, ONE_CLASS, given -> (long) ((Quantity) given[0]).sign());
        library.member("isInteger", "quantity_is_integer", BOOL, ONE, ONE_CLASS, given -> isWhole((Quantity) given[0]));
        library.member("asInteger", "quantity_get_int", INT, ONE, ONE_CLASS, given -> {
            Quantity quantity = (Quantity) given[0];
            if (!isWhole(quantity)) {
                throw FunctionLibrary.error("cannot convert value to integer");
            }
            return quantity.amount().longValueExact();
        });
        library.member(
                "asApproximateFloat", "quantity_get_float", DOUBLE, ONE, ONE_CLASS, given -> ((Quantity) given[0])
                        .toDouble());
        both(library, "isGreaterThan", "quantity_is_greater_than", BOOL, (one, other) -> one.compareTo(other) > 0);
        both(library, "isLessThan", "quantity_is_less_than", BOOL, (one, other) -> one.compareTo(other) < 0);
        both(library, "compareTo", "quantity_compare_to", INT, (one, other) ->
                (long) Integer.signum(one.compareTo(other)));
        both(library, "add", "quantity_add", TYPE, Quantity::plus);
        both(library, "sub", "quantity_sub", TYPE, Quantity::minus);
        whole(library, "add", "quantity_add_int", Quantity::plus);
        whole(library, "sub", "quantity_sub_int", Quantity::minus);
    }

    private static void both(FunctionLibrary library, String name, String id, CelType result, Both body) {
        library.member(name, id, result, TWO, TWO_CLASSES, given -> {
            try {
                return body.of((Quantity) given[0], (Quantity) given[1]);
            } catch (ValueFormatException e) {
                throw FunctionLibrary.error(String.valueOf(e.getMessage()));
            }
        });
    }

    private static void whole(FunctionLibrary library, String name, String id, Both body) {
        library.member(name, id, TYPE, List.of(TYPE, INT), List.of(Quantity.class, Long.class), given -> {
            try {
                return body.of((Quantity) given[0], parse(given[1].toString()));
            } catch (ValueFormatException e) {
                throw FunctionLibrary.error(String.valueOf(e.getMessage()));
            }
        });
    }

    private static Quantity parse(String text) throws CelEvaluationException {
        try {
            return Quantity.parse(text);
        } catch (ValueFormatException e) {
            throw FunctionLibrary.error(String.valueOf(e.getMessage()));
        }
    }

    private static boolean isWhole(Quantity quantity) {
        try {
            return quantity.amount().longValueExact() == quantity.amount().longValue();
        } catch (ArithmeticException e) {
            return false;
        }
    }
}
