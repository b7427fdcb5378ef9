package dev.countersign.engine.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.admission.GroupVersionKind;
import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.engine.match.RuleMatch.MatchResult;
import dev.countersign.engine.match.RuleMatch.NotMatched;
import dev.countersign.image.Wildcard;
import dev.countersign.policy.KindSelector;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Questions about rules, kinds and labels, with Kyverno's answers. */
class MatchVectorsTest {
    static List<ObjectValue> rules() {
        return read("match.jsonl");
    }

    static List<ObjectValue> kinds() {
        return read("kinds.jsonl");
    }

    static List<ObjectValue> labels() {
        return read("labels.jsonl");
    }

    @ParameterizedTest
    @MethodSource("rules")
    void a_rule_means_what_it_means_to_kyverno(ObjectValue vector) {
        ObjectValue in = vector.object("in").orElseThrow();

        MatchResult result = RuleMatch.matches(
                "r",
                MatchVectors.match(in.object("match").orElseThrow()),
                in.object("exclude").map(MatchVectors::match),
                MatchVectors.policyNamespace(in),
                MatchVectors.facts(in));

        ObjectValue out = Value.EMPTY_OBJECT.with("matches", Value.of(!(result instanceof NotMatched)));
        if (result instanceof NotMatched not) {
            out = out.with("reason", Value.of(not.reason()));
        }
        assertThat(vector.object("out")).contains(out);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void a_kind_means_what_it_means_to_kyverno(ObjectValue vector) {
        ObjectValue in = vector.object("in").orElseThrow();

        Value out;
        if (in.text("selector").isPresent()) {
            KindSelector found = KindSelector.parse(in.text("selector").get());
            out = Value.EMPTY_OBJECT
                    .with("group", Value.of(found.group()))
                    .with("version", Value.of(found.version()))
                    .with("kind", Value.of(found.kind()))
                    .with("subresource", Value.of(found.subresource()));
        } else if (in.text("contains").isPresent()) {
            out = Value.of(KindSelector.containsKind(
                    MatchVectors.texts(in, "kinds"), in.text("contains").get()));
        } else {
            out = Value.of(KindMatch.matchesAny(
                    MatchVectors.texts(in, "kinds"),
                    new GroupVersionKind(
                            in.text("group").orElse(""),
                            in.text("version").orElse(""),
                            in.text("kind").orElse("")),
                    in.text("subresource").orElse(""),
                    in.get("allowEphemeralContainers").equals(Optional.of(Value.of(true)))));
        }
        assertThat(vector.get("out")).contains(out);
    }

    @ParameterizedTest
    @MethodSource("labels")
    void labels_mean_what_they_mean_to_kyverno(ObjectValue vector) {
        ObjectValue in = vector.object("in").orElseThrow();

        if (in.get("namePattern").isPresent()) {
            boolean matches = Wildcard.matches(
                    in.text("namePattern").orElseThrow(), in.text("name").orElseThrow());
            assertThat(vector.get("out")).contains(Value.of(matches));
        } else if (in.get("annotations").isPresent()) {
            boolean matches = LabelMatch.annotations(in.texts("annotations"), in.texts("actual"));
            assertThat(vector.get("out")).contains(Value.of(matches));
        } else {
            // A rule without a selector is not asked, so null has no counterpart in ours.
            Optional<LabelMatch.Outcome> outcome = in.object("selector")
                    .map(MatchVectors::selector)
                    .map(selector -> LabelMatch.selects(selector, in.texts("labels")));
            boolean matches = outcome.map(LabelMatch.Outcome::matches).orElse(false);
            assertThat(vector.get("out").orElse(Value.of(false))).isEqualTo(Value.of(matches));
            assertThat(outcome.flatMap(LabelMatch.Outcome::error)).isEqualTo(vector.text("error"));
        }
    }

    private static List<ObjectValue> read(String name) {
        try (InputStream in = Objects.requireNonNull(MatchVectorsTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> DocumentReader.readJson(
                                    name, line.getBytes(StandardCharsets.UTF_8), DocumentLimits.OBJECTS)
                            .value()
                            .orElseThrow())
                    .map(ObjectValue.class::cast)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
