package dev.countersign.expression.function;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The state of one search: the bounds, the Go types and the context. Used by one thread. */
public final class Evaluation {
    /** Steps of one search: a part evaluated, an item looked at, 64 characters of text handled. */
    public static final long MAX_STEPS = 1_000_000;

    /** How deep evaluation may nest. References can make it deeper than the expression's own text. */
    public static final int MAX_DEPTH = 500;

    /** How deep a value that an expression builds may nest. */
    public static final int MAX_VALUE_DEPTH = 500;

    /** Characters in one text that an expression builds. */
    public static final int MAX_TEXT_LENGTH = 8 << 20;

    private static final int CHARACTERS_A_STEP = 64;
    private static final int CACHED_REGEXES = 64;

    /** Reads as null wherever nobody asks whether a key was missing. */
    private static final Value NOT_FOUND = new Value.NullValue();

    private final FunctionContext context;
    private final GoTypes goTypes = new GoTypes();
    private final Map<String, GoRegex> regexes = new HashMap<>();
    private long steps = MAX_STEPS;
    private int depth;
    private String missingKey = "";
    private boolean built;

    public Evaluation(FunctionContext context) {
        this.context = context;
    }

    /** What functions need from outside. */
    public FunctionContext context() {
        return context;
    }

    /** The types that values have in Go and not in JSON. */
    public GoTypes goTypes() {
        return goTypes;
    }

    /** The value of an expression, which may be {@link #isNotFound}. */
    public Value evaluate(Expression expression, Value current) throws EvaluationException {
        charge(1);
        if (++depth > MAX_DEPTH) {
            throw EvaluationException.limit("the expression nests deeper than " + MAX_DEPTH + " levels");
        }
        Value value = expression.evaluate(this, current);
        // Not in a finally block: an evaluation that failed is not continued, except where leave() says so.
        depth--;
        return value;
    }

    /** The value of an expression, null where a key is missing. */
    public Value value(Expression expression, Value current) throws EvaluationException {
        Value value = evaluate(expression, current);
        return isNotFound(value) ? Value.NULL : value;
    }

    /** The value of an expression, null where it fails in any way that Kyverno calls an error. */
    public Value valueOrNull(Expression expression, Value current) throws EvaluationException {
        int before = depth;
        try {
            return value(expression, current);
        } catch (EvaluationException failure) {
            if (failure.reason() != EvaluationException.Reason.ERROR) {
                throw failure;
            }
            depth = before;
            return Value.NULL;
        }
    }

    /** The mark of a missing key; the last key so marked is {@link #missingKey}. */
    public Value notFound(String key) {
        missingKey = key;
        return NOT_FOUND;
    }

    /** Whether a value is the mark of a missing key. */
    @SuppressWarnings("ReferenceEquality") // it equals null, and only its identity tells
    public static boolean isNotFound(Value value) {
        return value == NOT_FOUND;
    }

    /** The key that was last found missing. */
    public String missingKey() {
        return missingKey;
    }

    /** Takes steps from the budget. */
    public void charge(long count) throws EvaluationException {
        steps -= count;
        if (steps < 0) {
            throw EvaluationException.limit("the expression takes more than " + MAX_STEPS + " steps");
        }
    }

    /** Takes as many steps as handling so much text costs. */
    public void chargeText(long characters) throws EvaluationException {
        charge(1 + characters / CHARACTERS_A_STEP);
    }

    /** Accounts for a text before it is built. */
    public void growText(long characters) throws EvaluationException {
        requireLength(characters);
        chargeText(characters);
    }

    /** Refuses a text that grew too long. */
    void requireLength(long characters) throws EvaluationException {
        if (characters > MAX_TEXT_LENGTH) {
            throw EvaluationException.limit(
                    "the expression builds a text of more than " + MAX_TEXT_LENGTH + " characters");
        }
    }

    /** Says that an expression put values together, so that the result may be larger than its parts. */
    public void build(int size) throws EvaluationException {
        built = true;
        charge(size);
    }

    /** A text's regular expression; the error has Go's text. */
    GoRegex regex(String text) throws EvaluationException {
        GoRegex known = regexes.get(text);
        if (known != null) {
            return known;
        }
        chargeText(text.length());
        GoRegex compiled = GoRegex.compile(text);
        charge(compiled.size() / CHARACTERS_A_STEP);
        if (regexes.size() < CACHED_REGEXES) {
            regexes.put(text, compiled);
        }
        return compiled;
    }

    /** The items of a list, in the order that {@code sort_by} left them in. */
    public List<Value> items(ListValue list) {
        return goTypes.items(list);
    }

    /** Walks a whole value, so that whoever walks it next is within the bounds. */
    public void measure(Value value) throws EvaluationException {
        measure(value, 0);
    }

    /** A value as it leaves the search: within the bounds, and sorted where {@code sort_by} sorted in place. */
    public Value settled(Value value) throws EvaluationException {
        if (built) {
            measure(value);
        }
        return arranged(value);
    }

    /** A value with its lists in the order that {@code sort_by} left them in; itself where nothing was sorted. */
    public Value arranged(Value value) {
        return goTypes.hasSorted() ? inOrder(value) : value;
    }

    private void measure(Value value, int level) throws EvaluationException {
        charge(1);
        if (level > MAX_VALUE_DEPTH) {
            throw EvaluationException.limit("the value nests deeper than " + MAX_VALUE_DEPTH + " levels");
        }
        if (value instanceof ListValue list) {
            for (Value item : list.items()) {
                measure(item, level + 1);
            }
        } else if (value instanceof ObjectValue object) {
            for (Map.Entry<String, Value> member : object.members().entrySet()) {
                chargeText(member.getKey().length());
                measure(member.getValue(), level + 1);
            }
        } else if (value instanceof Value.StringValue text) {
            chargeText(text.value().length());
        }
    }

    private Value inOrder(Value value) {
        if (value instanceof ListValue list) {
            List<Value> items = goTypes.items(list);
            List<Value> settled = items.stream().map(this::inOrder).toList();
            return same(settled, list.items()) ? list : new ListValue(settled);
        }
        if (value instanceof ObjectValue object) {
            Map<String, Value> settled = new LinkedHashMap<>();
            boolean changed = false;
            for (Map.Entry<String, Value> member : object.members().entrySet()) {
                Value after = inOrder(member.getValue());
                changed |= isOther(after, member.getValue());
                settled.put(member.getKey(), after);
            }
            return changed ? new ObjectValue(settled) : object;
        }
        return value;
    }

    private static boolean same(List<Value> left, List<Value> right) {
        for (int i = 0; i < left.size(); i++) {
            if (isOther(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("ReferenceEquality") // only asks whether a copy was made
    private static boolean isOther(@Nullable Value left, Value right) {
        return left != right;
    }
}
