package dev.countersign.expression.substitution;

import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import dev.countersign.document.Value.FloatValue;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.NullValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.document.Value.StringValue;
import dev.countersign.expression.substitution.VariableText.Found;
import dev.countersign.expression.value.GoNumber;
import dev.countersign.expression.value.GoText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One way through a document, replacing its variables; counts what it does against the bounds. */
final class VariableWalk {
    private static final String REQUEST_OBJECT = "request.object";
    private static final String TOO_LONG = "the text that comes out is too long";

    private final Variables variables;
    private final QueryCache queries;
    private final Set<String> data;
    private Optional<Boolean> deleting = Optional.empty();
    private int asked;
    private long insertedLength;

    VariableWalk(Variables variables, QueryCache queries, Set<String> data) {
        this.variables = variables;
        this.queries = queries;
        this.data = new HashSet<>(data);
    }

    /** The paths of data in what came out. */
    Set<String> data() {
        return data;
    }

    Value document(Value value) throws SubstitutionException {
        return walk(value, "", 0, 0);
    }

    private Value walk(Value value, String path, int depth, int expansions) throws SubstitutionException {
        if (value instanceof StringValue text) {
            return text(text, path, depth, expansions);
        }
        if (data.contains(path) || !(value instanceof ListValue || value instanceof ObjectValue)) {
            return value;
        }
        if (depth > Substitutor.MAX_DEPTH) {
            throw failure("the value", path, "it is deeper than " + Substitutor.MAX_DEPTH + " levels");
        }
        if (value instanceof ListValue list) {
            List<Value> items = new ArrayList<>(list.items().size());
            boolean changed = false;
            for (int i = 0; i < list.items().size(); i++) {
                Value item = walk(list.items().get(i), SlashPath.item(path, i), depth + 1, expansions);
                changed |= item != list.items().get(i);
                items.add(item);
            }
            return changed ? new ListValue(items) : list;
        }
        return members((ObjectValue) value, path, depth, expansions);
    }

    private Value members(ObjectValue object, String path, int depth, int expansions) throws SubstitutionException {
        Map<String, Value> members = new LinkedHashMap<>();
        Map<String, Value> renamed = new LinkedHashMap<>();
        boolean changed = false;
        for (Map.Entry<String, Value> member : object.members().entrySet()) {
            String key = member.getKey();
            String name = key(key, path, depth, expansions);
            Value value = walk(member.getValue(), SlashPath.member(path, key), depth + 1, expansions);
            changed |= value != member.getValue() || !name.equals(key);
            if (!name.equals(key)) {
                keepData(SlashPath.member(path, key), SlashPath.member(path, name));
            }
            (name.equals(key) ? members : renamed).put(name, value);
        }
        members.putAll(renamed);
        return changed ? new ObjectValue(members) : object;
    }

    /** What is data below a member stays data where the member has another name now. */
    private void keepData(String before, String now) {
        List<String> moved = new ArrayList<>();
        for (String one : data) {
            if (one.equals(before) || one.startsWith(before + "/")) {
                moved.add(now + one.substring(before.length()));
            }
        }
        data.addAll(moved);
    }

    /** A key whose variable is null stays as it is. */
    private String key(String key, String path, int depth, int expansions) throws SubstitutionException {
        if (!VariableText.mayBeIn(key)) {
            return key;
        }
        Value replaced = text(Value.of(key), path, depth, expansions);
        if (replaced instanceof StringValue text) {
            return text.value();
        }
        if (replaced instanceof NullValue) {
            return key;
        }
        throw new SubstitutionException("expected string after substituting variables in key \"" + key + "\"");
    }

    private Value text(StringValue value, String path, int depth, int expansions) throws SubstitutionException {
        if (!VariableText.mayBeIn(value.value()) || data.contains(path)) {
            return value;
        }
        MarkedText text = MarkedText.of(value.value());
        List<Found> found = VariableText.all(text);
        int askedBefore = asked;
        for (int pass = 0; !found.isEmpty(); pass++) {
            MarkedText.Builder after = new MarkedText.Builder();
            int from = 0;
            boolean shallow = false;
            for (Found one : found) {
                String expression = expression(one, path);
                shallow = expression.startsWith("-");
                expression = shallow ? GoText.trimSpace(expression.substring(1)) : expression;
                check(Math.max(pass, expansions), asked - askedBefore, expression, path);
                Variable variable = query(one, expression, path);
                if (one.variable().equals(text.text())) {
                    return whole(variable, path, depth, expansions);
                }
                after.append(text.part(from, one.start() + one.prefix()));
                MarkedText inserted = inserted(variable, shallow, expression, path);
                if (after.length() + inserted.length() > Substitutor.MAX_TEXT_LENGTH) {
                    throw failure(expression, path, TOO_LONG);
                }
                after.append(inserted);
                from = one.end();
            }
            text = after.append(text.part(from, text.length())).build();
            // The last variable of a pass decides whether there is another.
            found = shallow ? List.of() : VariableText.all(text);
        }
        text = text.unescaped("\\{{");
        if (text.hasData()) {
            data.add(path);
        }
        return text.text().equals(value.value()) ? value : Value.of(text.text());
    }

    /** A value that came in for a whole text: a text is not searched any more, lists and objects are. */
    private Value whole(Variable variable, String path, int depth, int expansions) throws SubstitutionException {
        if (variable.data()) {
            data.add(path);
            return variable.value();
        }
        return variable.value() instanceof StringValue
                ? variable.value()
                : walk(variable.value(), path, depth, expansions + 1);
    }

    private MarkedText inserted(Variable variable, boolean shallow, String expression, String path)
            throws SubstitutionException {
        // Data is not searched again, so there is nothing to escape in it.
        String text = insertedText(variable, shallow, expression, path);
        insertedLength += text.length();
        if (insertedLength > Substitutor.MAX_INSERTED) {
            throw failure(expression, path, TOO_LONG);
        }
        return variable.data() ? MarkedText.data(text) : MarkedText.of(text);
    }

    private static String insertedText(Variable variable, boolean shallow, String expression, String path)
            throws SubstitutionException {
        Value value = variable.value();
        if (value instanceof StringValue text) {
            return shallow && !variable.data() ? text.value().replace("{{", "\\{{") : text.value();
        }
        if (shallow && !(value instanceof NullValue)) {
            throw failure(expression, path, "a variable with a hyphen inside of a text must be a text itself");
        }
        if (value instanceof FloatValue number && !Double.isFinite(number.value())) {
            throw failure(expression, path, "failed to marshal float64: " + GoNumber.text(number.value()));
        }
        return JsonText.compact(value);
    }

    private String expression(Found found, String path) throws SubstitutionException {
        String expression = found.expression();
        if (found.hasData() && !NestedData.isHarmless(found.whole())) {
            throw failure(
                    expression,
                    path,
                    "data inside of a variable may hold letters, digits, blanks and any of " + NestedData.MARKS
                            + " only");
        }
        return expression;
    }

    private void check(int nesting, int askedForText, String expression, String path) throws SubstitutionException {
        if (nesting >= Substitutor.MAX_PASSES) {
            throw failure(
                    expression,
                    path,
                    "variables hold each other more than " + Substitutor.MAX_PASSES + " times; does one hold itself?");
        }
        asked++;
        if (asked > Substitutor.MAX_QUERIES || askedForText >= Substitutor.MAX_QUERIES_OF_TEXT) {
            throw failure(expression, path, "there are too many variables; do they hold each other?");
        }
    }

    private Variable query(Found found, String written, String path) throws SubstitutionException {
        String expression = written;
        if (expression.equals("@")) {
            expression = SlashPath.query(isThere("target") ? "target" : REQUEST_OBJECT, path);
        }
        if (expression.contains(REQUEST_OBJECT) && isDeleting()) {
            expression = expression.replace(REQUEST_OBJECT, "request.oldObject");
        }
        try {
            Variable variable = variables.query(queries.get(expression));
            // What a query makes of data is data.
            return found.hasData() ? Variable.data(variable.value()) : variable;
        } catch (VariableException e) {
            throw new SubstitutionException(
                    "failed to resolve " + expression + " at path " + path + ": " + e.getMessage(), e);
        }
    }

    private boolean isThere(String expression) {
        try {
            variables.query(queries.get(expression));
            return true;
        } catch (VariableException absent) {
            return false;
        }
    }

    /** For a DELETE request, the object under admission is the old one. */
    private boolean isDeleting() {
        if (deleting.isEmpty()) {
            boolean found;
            try {
                found = variables
                        .query(queries.get("request.operation"))
                        .value()
                        .equals(Value.of("DELETE"));
            } catch (VariableException absent) {
                found = false;
            }
            deleting = Optional.of(found);
        }
        return deleting.get();
    }

    private static SubstitutionException failure(String expression, String path, String reason) {
        return new SubstitutionException("failed to resolve " + expression + " at path " + path + ": " + reason);
    }
}
