package dev.countersign.engine.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.admission.GroupVersionKind;
import dev.countersign.admission.Operation;
import dev.countersign.admission.UserInfo;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.policy.Match;
import dev.countersign.policy.ResourceDescription;
import dev.countersign.policy.ResourceFilter;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an index of rules may rely on. */
class ReachTest {
    static List<ObjectValue> rules() {
        return MatchVectorsTest.rules();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void a_rule_that_means_a_request_reaches_it(ObjectValue vector) {
        ObjectValue in = vector.object("in").orElseThrow();
        Match match = MatchVectors.match(in.object("match").orElseThrow());
        RequestFacts facts = MatchVectors.facts(in);
        boolean means = RuleMatch.matches("r", match, Optional.empty(), MatchVectors.policyNamespace(in), facts)
                instanceof RuleMatch.Matched;
        Set<Reach.Place> reached = Reach.ofRule(match, MatchVectors.policyNamespace(in));
        assertThat(!means || !Collections.disjoint(reached, Reach.ofRequest(facts)))
                .as("means implies reaches")
                .isTrue();
    }

    @Test
    void a_rule_does_not_reach_other_kinds_namespaces_and_operations() {
        Match match = match(List.of("Deployment", "apps/v1/StatefulSet"), List.of("shop"), List.of("UPDATE"));
        Set<Reach.Place> reached = Reach.ofRule(match, "");
        assertThat(reached)
                .doesNotContainAnyElementsOf(Reach.ofRequest(facts("Pod", "shop", Operation.UPDATE)))
                .doesNotContainAnyElementsOf(Reach.ofRequest(facts("Deployment", "bank", Operation.UPDATE)))
                .doesNotContainAnyElementsOf(Reach.ofRequest(facts("Deployment", "shop", Operation.CREATE)))
                .containsAnyElementsOf(Reach.ofRequest(facts("StatefulSet", "shop", Operation.UPDATE)));
    }

    @Test
    void a_namespaced_policy_reaches_its_own_namespace_only() {
        Set<Reach.Place> reached = Reach.ofRule(match(List.of("Pod"), List.of(), List.of()), "shop");
        assertThat(reached)
                .containsAnyElementsOf(Reach.ofRequest(facts("Pod", "shop", Operation.CREATE)))
                .doesNotContainAnyElementsOf(Reach.ofRequest(facts("Pod", "bank", Operation.CREATE)));
    }

    @Test
    void a_filter_with_very_many_kinds_and_namespaces_takes_a_bounded_number_of_places() {
        List<String> many = IntStream.range(0, 100).mapToObj(i -> "n" + i).toList();
        assertThat(Reach.ofRule(match(many, many, List.of()), ""))
                .hasSize(100 * Operation.values().length)
                .containsAnyElementsOf(Reach.ofRequest(facts("n7", "elsewhere", Operation.CREATE)));
    }

    private static Match match(List<String> kinds, List<String> namespaces, List<String> operations) {
        ResourceFilter filter = new ResourceFilter(
                new ResourceDescription(
                        kinds,
                        "",
                        List.of(),
                        namespaces,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        operations),
                List.of(),
                List.of(),
                List.of());
        return new Match(List.of(filter), List.of(), filter);
    }

    private static RequestFacts facts(String kind, String namespace, Operation operation) {
        ObjectValue object = Value.EMPTY_OBJECT
                .with("kind", Value.of(kind))
                .with("metadata", Value.EMPTY_OBJECT.with("namespace", Value.of(namespace)));
        return new RequestFacts(
                Optional.of(object),
                new GroupVersionKind("", "v1", kind),
                "",
                operation,
                UserInfo.NOBODY,
                false,
                Map.of());
    }
}
