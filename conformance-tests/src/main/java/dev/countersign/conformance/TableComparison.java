package dev.countersign.conformance;

import dev.countersign.conformance.TableAnswer.Failed;
import dev.countersign.conformance.TableAnswer.NotBuilt;
import dev.countersign.conformance.TableAnswer.Out;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares our answer to a line of a table with Kyverno's. */
final class TableComparison {
    static final Value NOT_BUILT = Value.of("not built");

    private TableComparison() {}

    /**
     * The difference, if there is one.
     *
     * @param line Kyverno's: exactly one of {@code out}, {@code error}, {@code panic}, {@code outText}, {@code outBase64}
     * @param emptyIsAbsent whether a member that is an empty object means the same as an absent one
     */
    static Optional<Difference> compare(ObjectValue line, TableAnswer ours, boolean emptyIsAbsent) {
        Optional<Value> error = line.get("error");
        if (error.isPresent()) {
            return error("error", error.get(), ours, line.get("notUTF8").isPresent());
        }
        if (line.get("panic").isPresent()) {
            // Kyverno crashed: any error of ours meets that.
            return ours instanceof Failed
                    ? Optional.empty()
                    : Optional.of(new Difference("panic", Value.of(true), value(ours), Outcome.STATUS));
        }
        Optional<Value> text = line.get("outText");
        if (text.isPresent()) {
            return out("outText", text.get(), ours instanceof Out out ? new Out(goText(out.value())) : ours, false);
        }
        Optional<Value> bytes = line.get("outBase64");
        if (bytes.isPresent()) {
            return out("outBase64", decoded(bytes.get()), ours, false);
        }
        return out("out", line.get("out").orElse(Value.NULL), ours, emptyIsAbsent);
    }

    private static Optional<Difference> error(String at, Value error, TableAnswer ours, boolean loosely) {
        if (!(ours instanceof Failed failed)) {
            return Optional.of(new Difference(at, error, value(ours), Outcome.STATUS));
        }
        Value mine = Value.of(failed.message());
        return loosely || error.equals(mine)
                ? Optional.empty()
                : Optional.of(new Difference(at, error, mine, Outcome.MESSAGE));
    }

    private static Optional<Difference> out(String at, Value wanted, TableAnswer ours, boolean emptyIsAbsent) {
        if (ours instanceof Out out
                && (emptyIsAbsent ? Json.same(pruned(wanted), pruned(out.value())) : Json.same(wanted, out.value()))) {
            return Optional.empty();
        }
        return Optional.of(new Difference(at, wanted, value(ours), Outcome.STATUS));
    }

    private static Value value(TableAnswer answer) {
        if (answer instanceof Out out) {
            return out.value();
        }
        if (answer instanceof Failed failed) {
            return new ObjectValue(Map.of("error", Value.of(failed.message())));
        }
        return answer instanceof NotBuilt ? NOT_BUILT : Value.NULL;
    }

    private static Value goText(Value value) {
        if (value instanceof Value.FloatValue number) {
            double found = number.value();
            if (Double.isNaN(found)) {
                return Value.of("NaN");
            }
            if (Double.isInfinite(found)) {
                return Value.of(found > 0 ? "+Inf" : "-Inf");
            }
        }
        return value;
    }

    private static Value decoded(Value base64) {
        return base64 instanceof Value.StringValue text
                ? Value.of(new String(Base64.getDecoder().decode(text.value()), StandardCharsets.UTF_8))
                : base64;
    }

    private static Value pruned(Value value) {
        if (value instanceof ListValue list) {
            return new ListValue(
                    list.items().stream().map(TableComparison::pruned).toList());
        }
        if (value instanceof ObjectValue object) {
            Map<String, Value> members = new LinkedHashMap<>();
            object.members().forEach((key, member) -> {
                Value kept = pruned(member);
                if (!kept.equals(Value.EMPTY_OBJECT)) {
                    members.put(key, kept);
                }
            });
            return new ObjectValue(members);
        }
        return value;
    }

    /** The files in which an empty object means the same as an absent member. */
    static final List<String> EMPTY_IS_ABSENT = List.of("autogen.jsonl");
}
