package dev.countersign.document.shape;

import dev.countersign.document.Located;
import dev.countersign.document.Location;
import java.util.Optional;

/** Finds the places of paths in a document. Stateless. */
public final class Places {
    private Places() {}

    /** The place of the path, or of the deepest value on the way to it. */
    public static Location of(Located root, String path) {
        Located at = root;
        for (String part : path.split("\\.")) {
            int bracket = part.indexOf('[');
            String member = bracket < 0 ? part : part.substring(0, bracket);
            Optional<Located> next =
                    at instanceof Located.LocatedObject object ? get(object, member) : Optional.empty();
            if (next.isEmpty()) {
                return at.location();
            }
            at = next.get();
            if (bracket >= 0 && at instanceof Located.LocatedList list) {
                int index = Integer.parseInt(part.substring(bracket + 1, part.length() - 1));
                if (index >= list.items().size()) {
                    return at.location();
                }
                at = list.items().get(index);
            }
        }
        return at.location();
    }

    private static Optional<Located> get(Located.LocatedObject object, String name) {
        return object.members().stream()
                .filter(member -> member.key().equalsIgnoreCase(name))
                .map(Located.Member::value)
                .reduce((first, second) -> second);
    }
}
