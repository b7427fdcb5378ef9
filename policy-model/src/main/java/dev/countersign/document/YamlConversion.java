package dev.countersign.document;

import dev.countersign.document.Located.LocatedList;
import dev.countersign.document.Located.LocatedObject;
import dev.countersign.document.Located.LocatedScalar;
import dev.countersign.document.Located.Member;
import dev.countersign.document.YamlNode.Alias;
import dev.countersign.document.YamlNode.Entry;
import dev.countersign.document.YamlNode.Mapping;
import dev.countersign.document.YamlNode.Scalar;
import dev.countersign.document.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns nodes into a located tree: follows aliases, folds merge keys in, resolves scalars, reports duplicate keys. */
final class YamlConversion {
    private static final String MERGE_TAG = "tag:yaml.org,2002:merge";

    private final DocumentLimits limits;
    private final int linesBefore;
    private final Set<YamlNode> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Issue> issues = new ArrayList<>();
    private final List<String> goDuplicates = new ArrayList<>();
    private int values;

    YamlConversion(DocumentLimits limits, int linesBefore) {
        this.limits = limits;
        this.linesBefore = linesBefore;
    }

    /** Duplicate keys and unknown tags. */
    List<Issue> issues() {
        return issues;
    }

    /** The lines of Go's {@code yaml: unmarshal errors:}. */
    List<String> goDuplicates() {
        return goDuplicates;
    }

    Located convert(YamlNode node, int depth) throws ReadFailure {
        count(node, depth);
        if (node instanceof Alias alias) {
            enter(alias);
            Located found = convert(alias.target(), depth);
            open.remove(alias.target());
            return found;
        }
        if (node instanceof Scalar scalar) {
            return scalar(scalar);
        }
        if (node instanceof Sequence sequence) {
            checkTag(sequence.tag(), sequence.at());
            open.add(sequence);
            List<Located> items = new ArrayList<>(sequence.items().size());
            for (YamlNode item : sequence.items()) {
                items.add(convert(item, depth + 1));
            }
            open.remove(sequence);
            return new LocatedList(sequence.at(), items);
        }
        Mapping mapping = (Mapping) node;
        checkTag(mapping.tag(), mapping.at());
        Members members = new Members();
        fill(mapping, members, false, depth);
        return new LocatedObject(mapping.at(), members.list);
    }

    /** The members found so far, and where each key stands in the list. */
    private static final class Members {
        final List<Member> list = new ArrayList<>();
        final Map<String, Integer> places = new HashMap<>();
        /** The keys as Go tells them apart: 1 and "1" are two keys until JSON is written. */
        final Set<String> goKeys = new HashSet<>();

        final Set<String> merged = new HashSet<>();
    }

    private void fill(Mapping mapping, Members members, boolean merging, int depth) throws ReadFailure {
        open.add(mapping);
        for (Entry entry : mapping.entries()) {
            if (isMerge(entry.key())) {
                merge(entry.value(), members, depth + 1);
                continue;
            }
            Key key = key(entry.key(), depth + 1);
            Located value = convert(entry.value(), depth + 1);
            if (key.goType != null) {
                String shown = GoText.syntax(value.value());
                throw badKey(
                        entry.key(),
                        "unsupported map key of type: " + key.goType + ", key: " + key.goText + ", value: "
                                + (shown.equals("interface {}(nil)") ? "<nil>" : shown));
            }
            add(new Member(key.name, entry.key().at(), value), key.goText, entry.value(), members, merging);
        }
        open.remove(mapping);
    }

    private void add(Member member, String goKey, YamlNode value, Members members, boolean merging) {
        Integer earlier = members.places.get(member.key());
        if (earlier == null) {
            members.places.put(member.key(), members.list.size());
            members.list.add(member);
            members.goKeys.add(goKey);
            if (merging) {
                members.merged.add(member.key());
            }
            return;
        }
        // Kubernetes' strict reading counts a member that overrides a merged one as a duplicate, too.
        if (members.goKeys.contains(goKey)) {
            goDuplicates.add("line " + (value.at().line() - linesBefore) + ": key " + goKey + " already set in map");
        }
        if (merging || members.merged.contains(member.key())) {
            members.list.set(earlier, member);
            if (!merging) {
                members.merged.remove(member.key());
            }
            issues.add(Issues.error(
                    "DUPLICATE_KEY",
                    member.keyLocation(),
                    "the key overrides one that a merge key brings, which Kubernetes refuses",
                    member.key(),
                    "each key once",
                    "Remove the key from one of the two objects"));
        } else {
            members.list.add(member);
            issues.add(Issues.duplicateKey(member.keyLocation(), member.key(), true));
        }
    }

    private void merge(YamlNode value, Members members, int depth) throws ReadFailure {
        count(value, depth);
        if (value instanceof Sequence sequence) {
            // The first map of the list wins, so it is laid over the others last.
            for (int i = sequence.items().size() - 1; i >= 0; i--) {
                mergeOne(sequence.items().get(i), members, depth + 1);
            }
        } else {
            mergeOne(value, members, depth);
        }
    }

    private void mergeOne(YamlNode value, Members members, int depth) throws ReadFailure {
        count(value, depth);
        if (value instanceof Alias alias && alias.target() instanceof Mapping target) {
            enter(alias);
            fill(target, members, true, depth);
        } else if (value instanceof Mapping mapping) {
            fill(mapping, members, true, depth);
        } else {
            throw new ReadFailure(
                    Issues.error(
                            "NOT_YAML",
                            value.at(),
                            "a merge key takes an object or a list of objects",
                            "",
                            "<<: *anchor or <<: [*anchor, *anchor]",
                            "Quote \"<<\" if a member of that name is meant"),
                    "yaml: map merge requires map or sequence of maps as the value");
        }
    }

    private static boolean isMerge(YamlNode key) {
        return key instanceof Scalar scalar
                && scalar.text().equals("<<")
                && ((scalar.plain() && scalar.tag().isEmpty()) || scalar.tag().equals(MERGE_TAG));
    }

    /** A key as member name and as Go prints it; {@code goType} where sigs.k8s.io/yaml takes no key of that type. */
    private record Key(String name, String goText, @Nullable String goType) {}

    private Key key(YamlNode node, int depth) throws ReadFailure {
        count(node, depth);
        YamlNode target = node instanceof Alias alias ? alias.target() : node;
        if (!(target instanceof Scalar scalar)) {
            throw badKey(
                    node,
                    "yaml: invalid map key: "
                            + GoText.syntax(convert(node, depth).value()));
        }
        checkTag(scalar.tag(), scalar.at());
        YamlScalars.Resolved resolved = YamlScalars.resolve(scalar);
        if (resolved instanceof YamlScalars.Refused refused) {
            throw refused(scalar, refused);
        }
        if (resolved instanceof YamlScalars.NotFinite special) {
            return new Key(special.key(), special.goText(), null);
        }
        YamlScalars.Plain plain = (YamlScalars.Plain) resolved;
        String name = plain.key();
        if (name == null) {
            return plain.value() instanceof Value.NullValue
                    ? new Key("null", "<nil>", "%!s(<nil>)")
                    : new Key("", unsigned(scalar.text()), "uint64");
        }
        return new Key(name, plain.value() instanceof Value.StringValue ? GoText.quote(name) : name, null);
    }

    /** Go prints an unsigned number so. */
    private static String unsigned(String text) {
        try {
            return "0x" + Long.toHexString(Long.parseUnsignedLong(text.replace("_", "")));
        } catch (NumberFormatException otherNotation) {
            return text;
        }
    }

    private static ReadFailure badKey(YamlNode key, String goError) {
        return new ReadFailure(
                Issues.error(
                        "NOT_YAML",
                        key.at(),
                        "this key cannot be the name of a member",
                        "",
                        "a text, a whole number, a fraction or a truth value",
                        "Write the key as a quoted text"),
                goError);
    }

    private Located scalar(Scalar scalar) throws ReadFailure {
        checkTag(scalar.tag(), scalar.at());
        YamlScalars.Resolved resolved = YamlScalars.resolve(scalar);
        if (resolved instanceof YamlScalars.Plain plain) {
            return new LocatedScalar(scalar.at(), plain.value());
        }
        if (resolved instanceof YamlScalars.NotFinite special) {
            throw new ReadFailure(
                    Issues.error(
                            "NOT_A_NUMBER",
                            scalar.at(),
                            "JSON has no such number",
                            scalar.text(),
                            "a finite number",
                            "Quote it if a text is meant"),
                    "json: unsupported value: " + special.goText());
        }
        throw refused(scalar, (YamlScalars.Refused) resolved);
    }

    private static ReadFailure refused(Scalar scalar, YamlScalars.Refused refused) {
        return new ReadFailure(
                Issues.error(
                        "NOT_YAML",
                        scalar.at(),
                        "the text is not what its tag says",
                        scalar.text(),
                        "a value of type " + refused.tag(),
                        "Correct the value or remove the tag"),
                "yaml: " + refused.goText());
    }

    private void checkTag(String tag, Location at) {
        if (!YamlScalars.isKnownTag(tag) && !tag.equals(MERGE_TAG)) {
            issues.add(Issues.warning(
                    "UNSUPPORTED_TAG",
                    at,
                    "the tag has no meaning in Kubernetes and is ignored",
                    tag,
                    "!!str, !!int, !!float, !!bool, !!null or !!binary",
                    "Remove the tag"));
        }
    }

    private void enter(Alias alias) throws ReadFailure {
        if (!(alias.target() instanceof Scalar) && !open.add(alias.target())) {
            throw new ReadFailure(
                    Issues.error(
                            "RECURSIVE_ALIAS",
                            alias.at(),
                            "the anchored value contains itself",
                            "*" + alias.name(),
                            "",
                            "Write the value out"),
                    "yaml: anchor '" + alias.name() + "' value contains itself");
        }
    }

    private void count(YamlNode node, int depth) throws ReadFailure {
        if (++values > limits.maxValues()) {
            throw new ReadFailure(
                    Issues.tooManyValues(node.at(), limits.maxValues()), "yaml: document contains excessive aliasing");
        }
        if (depth > limits.maxDepth()) {
            throw new ReadFailure(Issues.tooDeep(node.at(), limits.maxDepth()), null);
        }
    }
}
