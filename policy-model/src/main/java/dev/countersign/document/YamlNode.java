package dev.countersign.document;

import java.util.ArrayList;
import java.util.List;

/** A node of YAML before aliases, merge keys and scalars are resolved. Lines and columns count from 1. */
sealed interface YamlNode {
    Location at();

    /**
     * A scalar.
     *
     * @param tag the explicit tag, or empty
     * @param plain whether the text may resolve to something other than a text
     */
    record Scalar(Location at, String tag, boolean plain, String text) implements YamlNode {}

    /** A list; filled while the document is read, so that an anchor may stand for it before it ends. */
    record Sequence(Location at, String tag, List<YamlNode> items) implements YamlNode {
        Sequence(Location at, String tag) {
            this(at, tag, new ArrayList<>());
        }
    }

    /** A mapping; filled while the document is read. */
    record Mapping(Location at, String tag, List<Entry> entries) implements YamlNode {
        Mapping(Location at, String tag) {
            this(at, tag, new ArrayList<>());
        }
    }

    /** One member of a mapping. */
    record Entry(YamlNode key, YamlNode value) {}

    /** A reference to an anchored node. */
    record Alias(Location at, String name, YamlNode target) implements YamlNode {}
}
