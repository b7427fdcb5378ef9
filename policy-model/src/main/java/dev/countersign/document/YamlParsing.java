package dev.countersign.document;

import dev.countersign.document.YamlNode.Alias;
import dev.countersign.document.YamlNode.Entry;
import dev.countersign.document.YamlNode.Mapping;
import dev.countersign.document.YamlNode.Scalar;
import dev.countersign.document.YamlNode.Sequence;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Parses one chunk of text into the nodes of its first document. Recursion ends at the bound on depth, which
 * {@link DocumentReader} keeps far below what a thread's stack holds.
 */
final class YamlParsing {
    /** How many characters may be read again because of tabs, see {@link YamlTabs}. */
    private static final long TAB_BUDGET = 32L << 20;

    private final String source;
    private final DocumentSplitter.Chunk chunk;
    private final DocumentLimits limits;
    private final ParserImpl parser;
    private final Map<String, YamlNode> anchors = new HashMap<>();
    private int nodes;

    private YamlParsing(String source, DocumentSplitter.Chunk chunk, DocumentLimits limits) {
        this.source = source;
        this.chunk = chunk;
        this.limits = limits;
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE); // DocumentReader has bounded the bytes
        options.setProcessComments(false);
        this.parser = new ParserImpl(new StreamReader(chunk.text()), options);
    }

    /**
     * What was found.
     *
     * @param root the first document; null where there is none
     * @param next where a second document begins, which Kubernetes' readers would drop in silence
     */
    record Parsed(@Nullable YamlNode root, @Nullable Location next) {}

    static Parsed parse(String source, DocumentSplitter.Chunk chunk, DocumentLimits limits) throws ReadFailure {
        StringBuilder text = new StringBuilder(chunk.text());
        long budget = TAB_BUDGET;
        while (true) {
            YamlParsing parsing =
                    new YamlParsing(source, new DocumentSplitter.Chunk(text.toString(), chunk.linesBefore()), limits);
            try {
                return parsing.stream();
            } catch (YAMLException failure) {
                budget -= text.length();
                if (budget < 0 || !YamlTabs.mend(text, failure)) {
                    throw parsing.syntax(failure);
                }
            }
        }
    }

    private Parsed stream() throws ReadFailure {
        parser.getEvent();
        if (parser.checkEvent(Event.ID.StreamEnd)) {
            return new Parsed(null, null);
        }
        parser.getEvent();
        YamlNode root = node(0);
        Event end = parser.getEvent();
        Location next = null;
        try {
            if (!parser.checkEvent(Event.ID.StreamEnd)) {
                next = at(parser.getEvent().getStartMark());
            }
        } catch (YAMLException garbage) {
            next = at(end.getEndMark());
        }
        return new Parsed(root, next);
    }

    private YamlNode node(int depth) throws ReadFailure {
        Event event = parser.getEvent();
        Location at = at(event.getStartMark());
        if (++nodes > limits.maxValues()) {
            throw new ReadFailure(Issues.tooManyValues(at, limits.maxValues()), null);
        }
        if (event instanceof AliasEvent alias) {
            return alias(alias.getAnchor(), at);
        }
        if (event instanceof ScalarEvent scalar) {
            String tag = scalar.getTag() == null ? "" : scalar.getTag();
            boolean plain = scalar.getImplicit().canOmitTagInPlainScalar();
            Scalar node = new Scalar(at, tag, plain, scalar.getValue());
            anchor(scalar, node);
            return node;
        }
        if (!(event instanceof CollectionStartEvent start)) {
            throw new YAMLException("unexpected event");
        }
        if (depth >= limits.maxDepth()) {
            throw new ReadFailure(Issues.tooDeep(at, limits.maxDepth()), null);
        }
        String tag = start.getTag() == null ? "" : start.getTag();
        if (start instanceof SequenceStartEvent) {
            Sequence sequence = new Sequence(at, tag);
            anchor(start, sequence);
            while (!parser.checkEvent(Event.ID.SequenceEnd)) {
                sequence.items().add(node(depth + 1));
            }
            parser.getEvent();
            return sequence;
        }
        Mapping mapping = new Mapping(at, tag);
        anchor(start, mapping);
        while (!parser.checkEvent(Event.ID.MappingEnd)) {
            YamlNode key = node(depth + 1);
            mapping.entries().add(new Entry(key, node(depth + 1)));
        }
        parser.getEvent();
        return mapping;
    }

    private Alias alias(String name, Location at) throws ReadFailure {
        checkName(name, at);
        YamlNode target = anchors.get(name);
        if (target == null) {
            throw new ReadFailure(
                    Issues.error(
                            "UNKNOWN_ANCHOR",
                            at,
                            "the alias refers to an anchor that does not stand before it",
                            "*" + name,
                            "an anchor of this document",
                            "Define &" + Issues.shorten(name) + " above, or quote the text if no alias is meant"),
                    "yaml: unknown anchor '" + name + "' referenced");
        }
        return new Alias(at, name, target);
    }

    private void anchor(NodeEvent event, YamlNode node) throws ReadFailure {
        if (event.getAnchor() != null) {
            checkName(event.getAnchor(), node.at());
            anchors.put(event.getAnchor(), node);
        }
    }

    /** go-yaml takes fewer characters than SnakeYAML. */
    private void checkName(String name, Location at) throws ReadFailure {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && !(c >= '0' && c <= '9') && c != '_' && c != '-') {
                int line = at.line() - chunk.linesBefore();
                throw new ReadFailure(
                        Issues.error(
                                "NOT_YAML",
                                at,
                                "the name of an anchor or alias holds a character that Kubernetes does not take",
                                name,
                                "letters, digits, _ and -",
                                "Rename the anchor, or quote the text if no alias is meant"),
                        "yaml: " + (line > 1 ? "line " + line + ": " : "")
                                + "did not find expected alphabetic or numeric character");
            }
        }
    }

    private ReadFailure syntax(YAMLException failure) {
        Location at = new Location(source, chunk.linesBefore() + 1, 1);
        String message = "the text is not YAML";
        if (failure instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            at = at(marked.getProblemMark());
            message += ": " + (marked.getContext() == null ? "" : marked.getContext() + ": ") + marked.getProblem();
        } else if (failure instanceof ReaderException reader) {
            at = Positions.of(source, chunk, reader.getPosition());
            return new ReadFailure(
                    Issues.error(
                            "NOT_YAML",
                            at,
                            "the text holds a control character",
                            String.format("U+%04X", reader.getCodePoint()),
                            "printable text",
                            "Remove the character, or escape it inside of double quotes"),
                    YamlErrors.goText(failure, chunk.text()));
        }
        return new ReadFailure(
                Issues.error(
                        "NOT_YAML",
                        at,
                        message,
                        "",
                        "YAML or JSON",
                        "Check indentation, quotes and brackets at this line and above"),
                YamlErrors.goText(failure, chunk.text()));
    }

    private Location at(Mark mark) {
        return new Location(source, chunk.linesBefore() + mark.getLine() + 1, mark.getColumn() + 1);
    }
}
