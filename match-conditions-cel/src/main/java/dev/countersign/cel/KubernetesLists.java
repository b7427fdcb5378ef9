package dev.countersign.cel;

import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.DOUBLE;
import static dev.cel.common.types.SimpleType.INT;
import static dev.cel.common.types.SimpleType.STRING;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.TypeParamType;
import dev.cel.runtime.CelEvaluationException;
import java.util.List;

/** Kubernetes' functions of lists: {@code isSorted}, {@code sum}, {@code min}, {@code max}, {@code indexOf}, {@code lastIndexOf}. */
final class KubernetesLists {
    /** In the order in which the checker tries them: that of a list of unknown items is the first. */
    private static final List<CelType> ORDERED = List.of(INT, DOUBLE, STRING, BOOL);

    private static final List<CelType> SUMMED = List.of(INT, DOUBLE);

    private KubernetesLists() {}

    static void addTo(FunctionLibrary library) {
        for (CelType type : ORDERED) {
            String name = type.name();
            List<CelType> list = List.of(ListType.create(type));
            library.member(
                    "isSorted",
                    "list_" + name + "_is_sorted_bool",
                    BOOL,
                    list,
                    List.of(List.class),
                    given -> isSorted((List<?>) given[0]));
            library.member(
                    "min",
                    "list_" + name + "_min_" + name,
                    type,
                    list,
                    List.of(List.class),
                    given -> extreme("min", (List<?>) given[0], -1));
            library.member(
                    "max",
                    "list_" + name + "_max_" + name,
                    type,
                    list,
                    List.of(List.class),
                    given -> extreme("max", (List<?>) given[0], 1));
        }
        SUMMED.forEach(type -> library.member(
                "sum",
                "list_" + type.name() + "_sum_" + type.name(),
                type,
                List.of(ListType.create(type)),
                List.of(List.class),
                given -> sum((List<?>) given[0], type)));
        CelType any = TypeParamType.create("T");
        List<CelType> parameters = List.of(ListType.create(any), any);
        library.member("indexOf", "list_a_index_of_int", INT, parameters, List.of(List.class, Object.class), given ->
                (long) ((List<?>) given[0]).indexOf(given[1]));
        library.member(
                "lastIndexOf", "list_a_last_index_of_int", INT, parameters, List.of(List.class, Object.class), given ->
                        (long) ((List<?>) given[0]).lastIndexOf(given[1]));
    }

    private static boolean isSorted(List<?> items) throws CelEvaluationException {
        for (int i = 1; i < items.size(); i++) {
            if (compare(items.get(i - 1), items.get(i)) > 0) {
                return false;
            }
        }
        return true;
    }

    private static Object extreme(String name, List<?> items, int sign) throws CelEvaluationException {
        if (items.isEmpty()) {
            throw FunctionLibrary.error(name + " called on empty list");
        }
        Object best = items.get(0);
        for (Object item : items) {
            if (Integer.signum(compare(item, best)) == sign) {
                best = item;
            }
        }
        return best;
    }

    private static Object sum(List<?> items, CelType type) throws CelEvaluationException {
        if (items.isEmpty() ? type.equals(DOUBLE) : items.get(0) instanceof Double) {
            double total = 0;
            for (Object item : items) {
                if (!(item instanceof Double number)) {
                    throw FunctionLibrary.error("no such overload");
                }
                total += number;
            }
            return total;
        }
        long total = 0;
        for (Object item : items) {
            if (!(item instanceof Long number)) {
                throw FunctionLibrary.error("no such overload");
            }
            try {
                total = Math.addExact(total, number);
            } catch (ArithmeticException e) {
                throw FunctionLibrary.error("integer overflow");
            }
        }
        return total;
    }

    private static int compare(Object one, Object other) throws CelEvaluationException {
        if (one instanceof Long a && other instanceof Long b) {
            return a.compareTo(b);
        }
        if (one instanceof Double a && other instanceof Double b) {
            return a.compareTo(b);
        }
        if (one instanceof String a && other instanceof String b) {
            return a.compareTo(b);
        }
        if (one instanceof Boolean a && other instanceof Boolean b) {
            return a.compareTo(b);
        }
        throw FunctionLibrary.error("no such overload");
    }
}
