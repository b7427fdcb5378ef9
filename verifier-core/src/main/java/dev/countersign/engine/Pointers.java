package dev.countersign.engine;

import dev.countersign.document.Value;

/** Follows the pointers of image extraction, which are not escaped as RFC 6901 asks (quirk Q10). */
final class Pointers {
    private static final int MAX_INDEX_DIGITS = 9;

    private Pointers() {}

    /** The value at that pointer; null in JSON's sense where there is none. */
    static Value resolve(Value root, String pointer) {
        Value at = root;
        for (String segment : pointer.substring(pointer.isEmpty() ? 0 : 1).split("/", -1)) {
            if (at instanceof Value.ObjectValue object) {
                at = object.get(segment).orElse(Value.NULL);
            } else if (at instanceof Value.ListValue list && isIndex(segment)) {
                int index = Integer.parseInt(segment);
                at = index < list.items().size() ? list.items().get(index) : Value.NULL;
            } else {
                return Value.NULL;
            }
        }
        return at;
    }

    private static boolean isIndex(String segment) {
        return !segment.isEmpty()
                && segment.length() <= MAX_INDEX_DIGITS
                && segment.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
