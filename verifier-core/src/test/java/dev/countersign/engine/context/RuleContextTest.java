package dev.countersign.engine.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.cluster.ClusterReader;
import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.Value;
import dev.countersign.expression.function.FunctionContext;
import dev.countersign.expression.substitution.Query;
import dev.countersign.expression.substitution.QueryCache;
import dev.countersign.expression.substitution.Variable;
import dev.countersign.registry.Deadline;
import dev.countersign.registry.Registries;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RuleContextTest {
    private final RuleContext context = new RuleContext(
            () -> Map.of("request", object("{\"namespace\":\"shop\"}")),
            List.of(),
            new ContextSources(
                    ClusterReader.empty(),
                    Registries.http().build(),
                    true,
                    ServiceCalls.none(),
                    GlobalContext.empty(),
                    Deadline.in(Duration.ofMinutes(1))),
            "",
            FunctionContext.of(Clock.systemUTC(), () -> 0L),
            new QueryCache());

    private static Value.ObjectValue object(String json) {
        return (Value.ObjectValue)
                DocumentReader.readJson("object", json.getBytes(StandardCharsets.UTF_8), DocumentLimits.OBJECTS)
                        .value()
                        .orElseThrow();
    }

    private static Variable query(RuleContext asked, String query) throws Exception {
        return asked.query(Query.of(query));
    }

    @Test
    void what_an_attestation_says_is_merged_under_its_name_and_is_data() throws Exception {
        context.attest("scan", object("{\"a\":{\"x\":1}}"));
        context.attest("scan", object("{\"a\":{\"y\":2}}"));

        assertThat(query(context, "scan.a.x")).isEqualTo(Variable.data(new Value.FloatValue(1)));
        assertThat(query(context, "scan.a.y").data()).isTrue();
        assertThat(query(context, "request.namespace")).isEqualTo(Variable.of(Value.of("shop")));
        assertThat(query(context, "scan.none || request.namespace"))
                .as("the same without any attestation")
                .isEqualTo(Variable.of(Value.of("shop")));
    }

    @Test
    void a_predicate_over_the_context_wins_and_one_under_it_adds_only() throws Exception {
        Value.ObjectValue predicate = object("{\"request\":{\"namespace\":\"evil\",\"more\":1}}");

        assertThat(query(context.over(predicate), "request.namespace")).isEqualTo(Variable.data(Value.of("evil")));
        assertThat(query(context.under(predicate), "request.namespace")).isEqualTo(Variable.of(Value.of("shop")));
        assertThat(query(context.under(predicate), "request.more").data()).isTrue();
        assertThat(query(context, "request.namespace").data()).isFalse();
    }

    @Test
    void names_stand_for_what_they_are_told_and_forget_everything_else() throws Exception {
        context.attest("scan", object("{\"old\":1}"));
        context.attest("other", object("{\"old\":1}"));

        RuleContext named = context.naming(Map.of("scan", object("{\"own\":1}"), "request", object("{\"more\":1}")));

        assertThat(query(named, "[scan.own, scan.old, other.old]").value())
                .isEqualTo(new Value.ListValue(List.of(new Value.FloatValue(1), Value.NULL, Value.NULL)));
        assertThat(query(named, "request.namespace").value()).isEqualTo(Value.of("shop"));
    }

    @Test
    void the_image_is_known_with_and_without_attestations() throws Exception {
        context.attest("scan", object("{}"));
        context.image(object("{\"name\":\"web\"}"));

        assertThat(query(context, "image.name")).isEqualTo(Variable.of(Value.of("web")));
        assertThat(query(context.naming(Map.of()), "image.name").value()).isEqualTo(Value.of("web"));
    }

    @Test
    void it_is_told_which_names_queries_may_have_spoken_of() throws Exception {
        context.attest("scan", object("{\"a\":1}"));
        Set<String> names = Set.of("scan");

        assertThat(context.spokenOf(names)).isEmpty();
        query(context, "request.namespace");
        query(context, "request.*.[*]");
        assertThat(context.spokenOf(names)).isEmpty();
        for (String query : List.of("scan.a", "keys(@)", "*", "length(*)", "\"\\u0073can\".a")) {
            RuleContext copy = context.copy();
            query(copy, query);
            assertThat(copy.spokenOf(names)).as(query).containsExactly("scan");
        }
        assertThat(context.spokenOf(names)).isEmpty();
    }
}
