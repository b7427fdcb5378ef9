package dev.countersign.engine;

import dev.countersign.admission.AdmissionRequest;
import dev.countersign.policy.ResourceFilter;
import dev.countersign.policy.Rule;
import java.util.stream.Stream;

final class RuleMatch {
    private RuleMatch() {}

    static boolean matches(Rule rule, AdmissionRequest request) {
        return Stream.of(
                        rule.match().any().stream(),
                        rule.match().all().stream(),
                        Stream.of(rule.match().inline()))
                .flatMap(filters -> filters)
                .map(ResourceFilter::resources)
                .flatMap(resources -> resources.kinds().stream())
                .anyMatch(kind -> kind.endsWith(request.kind().kind()));
    }
}
