package dev.countersign.document.shape;

import dev.countersign.document.GoText;
import dev.countersign.document.Located;
import dev.countersign.document.Location;
import dev.countersign.document.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Holds a document against its shape, as Go's encoding/json does where unknown members are refused. */
public final class ShapeCheck {
    private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private final String version;
    private final List<Mismatch> mismatches = new ArrayList<>();

    private final Function<String, Optional<String>> urlError;
    private boolean ended;

    private ShapeCheck(String version, Function<String, Optional<String>> urlError) {
        this.version = version;
        this.urlError = urlError;
    }

    /**
     * A value that does not fit.
     *
     * @param path of the value
     * @param words Go's
     * @param onlyCase whether Go takes the member all the same, because its name differs from a known one only in case
     */
    public record Mismatch(Location location, String path, String words, boolean onlyCase) {}

    /**
     * Everything that does not fit, in the order in which Go meets it: it tells the first. An address ends its reading at once, so
     * that the first of them stands before all else.
     *
     * @param version the Go package of types that name none
     * @param urlError why a text is no URL; empty when it is one
     */
    public static List<Mismatch> of(
            Located document, Shape.Struct shape, String version, Function<String, Optional<String>> urlError) {
        ShapeCheck check = new ShapeCheck(version, urlError);
        check.visit(document, shape, "", "");
        return List.copyOf(check.mismatches);
    }

    private void found(Shape shape, Location at, String path, String words) {
        Mismatch mismatch = new Mismatch(at, path, words, false);
        if (shape instanceof Shape.Address && !ended) {
            ended = true;
            mismatches.add(0, mismatch);
        } else {
            mismatches.add(mismatch);
        }
    }

    private void visit(Located located, Shape shape, String struct, String path) {
        Value value = located.value();
        if (shape instanceof Shape.Anything || value instanceof Value.NullValue) {
            return;
        }
        if (shape instanceof Shape.Struct expected && located instanceof Located.LocatedObject object) {
            members(object, expected, path);
        } else if (shape instanceof Shape.TextMap && located instanceof Located.LocatedObject object) {
            for (Located.Member member : object.members()) {
                visit(member.value(), Shape.TEXT, struct, path);
            }
        } else if (shape instanceof Shape.ListOf list && located instanceof Located.LocatedList items) {
            for (Located item : items.items()) {
                visit(item, list.item(), struct, path);
            }
        } else if (shape instanceof Shape.Address && value instanceof Value.StringValue text) {
            Optional<String> error = urlError.apply(text.value());
            error.ifPresent(words -> found(shape, located.location(), path, words));
        } else if (shape instanceof Shape.Bytes && value instanceof Value.StringValue text) {
            base64(shape, text.value(), located.location(), path);
        } else if (!(shape instanceof Shape.Text && value instanceof Value.StringValue
                || shape instanceof Shape.Flag && value instanceof Value.BooleanValue)) {
            found(
                    shape,
                    located.location(),
                    path,
                    "json: cannot unmarshal " + kind(value) + " into Go "
                            + (path.isEmpty() ? "value" : "struct field " + struct + "." + path)
                            + " of type " + type(shape));
        }
    }

    private void base64(Shape shape, String text, Location at, String path) {
        int bad = firstBad(text);
        if (bad >= 0) {
            found(shape, at, path, "illegal base64 data at input byte " + bad);
        }
    }

    /** Where Go says that a text is no base64: of an unfinished group its beginning; -1 where it is base64. */
    private static int firstBad(String text) {
        int group = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (BASE64.indexOf(c) >= 0) {
                group = (group + 1) % 4;
            } else if (c == '=') {
                return badPadding(text, i, group);
            } else if (c != '\r' && c != '\n') {
                return i;
            }
        }
        return group == 0 ? -1 : text.length() - group;
    }

    private static int badPadding(String text, int at, int group) {
        if (group < 2) {
            return at;
        }
        int next = afterLineEnds(text, at + 1);
        if (group == 2) {
            if (next == text.length() || text.charAt(next) != '=') {
                return next == text.length() ? next : next - 1;
            }
            next = afterLineEnds(text, next + 1);
        }
        return next == text.length() ? -1 : next;
    }

    private static int afterLineEnds(String text, int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) == '\r' || text.charAt(at) == '\n')) {
            at++;
        }
        return at;
    }

    private void members(Located.LocatedObject object, Shape.Struct expected, String path) {
        List<Located.Member> sorted = object.members().stream()
                .sorted(Comparator.comparing(Located.Member::key, GoText.BY_BYTES))
                .toList();
        for (Located.Member member : sorted) {
            Shape shape = expected.members().get(member.key());
            String at = path.isEmpty() ? member.key() : path + "." + member.key();
            if (shape == null) {
                mismatches.add(new Mismatch(
                        member.keyLocation(),
                        at,
                        "json: unknown field " + GoText.quote(member.key()),
                        expected.members().keySet().stream().anyMatch(member.key()::equalsIgnoreCase)));
            } else if (object.get(member.key()).orElseThrow() == member.value()) {
                visit(member.value(), shape, expected.type(), at);
            }
        }
    }

    /** What encoding/json calls a value that is not null. */
    public static String kind(Value value) {
        return value instanceof Value.NumberValue
                ? "number"
                : value instanceof Value.BooleanValue
                        ? "bool"
                        : value instanceof Value.StringValue
                                ? "string"
                                : value instanceof Value.ListValue ? "array" : "object";
    }

    private String type(Shape shape) {
        if (shape instanceof Shape.ListOf list) {
            return "[]" + type(list.item());
        }
        if (shape instanceof Shape.TextMap) {
            return "map[string]string";
        }
        if (shape instanceof Shape.Flag) {
            return "bool";
        }
        if (shape instanceof Shape.Bytes) {
            return "[]uint8";
        }
        return shape instanceof Shape.Struct struct
                ? (struct.packageName().isEmpty() ? version : struct.packageName()) + "." + struct.type()
                : "string";
    }
}
