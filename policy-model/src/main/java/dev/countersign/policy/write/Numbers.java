package dev.countersign.policy.write;

import dev.countersign.document.JsonText;
import dev.countersign.document.Value;

/** Numbers as they are read again: a fraction keeps its point, so that it stays one. */
final class Numbers {
    private Numbers() {}

    static String text(Value.NumberValue number) {
        if (number instanceof Value.IntegerValue whole) {
            return Long.toString(whole.value());
        }
        String text = JsonText.number(number.asDouble());
        return text.matches("-?[0-9]+") ? text + ".0" : text;
    }
}
