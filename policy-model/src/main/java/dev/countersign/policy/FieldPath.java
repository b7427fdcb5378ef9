package dev.countersign.policy;

import dev.countersign.document.Located;
import dev.countersign.document.Location;

/** Follows paths such as {@code spec.rules[0].name} through a located tree. */
public final class FieldPath {
    private FieldPath() {}

    /** The place of the value of that path, or of the nearest value above it. */
    public static Location nearest(Located root, String path) {
        Located at = root;
        int i = 0;
        while (i < path.length()) {
            char c = path.charAt(i);
            Located next = null;
            if (c == '[') {
                int end = path.indexOf(']', i);
                if (end < 0) {
                    return at.location();
                }
                String index = path.substring(i + 1, end);
                if (at instanceof Located.LocatedList list && index.chars().allMatch(Character::isDigit)) {
                    int position = index.isEmpty() || index.length() > 9 ? -1 : Integer.parseInt(index);
                    next = position >= 0 && position < list.items().size()
                            ? list.items().get(position)
                            : null;
                } else if (at instanceof Located.LocatedObject object) {
                    next = object.get(index).orElse(null);
                }
                i = end + 1;
            } else {
                int start = c == '.' ? i + 1 : i;
                int end = start;
                while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
                    end++;
                }
                if (at instanceof Located.LocatedObject object) {
                    next = object.get(path.substring(start, end)).orElse(null);
                }
                i = Math.max(end, i + 1);
            }
            if (next == null) {
                return at.location();
            }
            at = next;
        }
        return at.location();
    }
}
