package dev.countersign.conformance;

import dev.countersign.admission.GroupVersionKind;
import dev.countersign.admission.Operation;
import dev.countersign.admission.UserInfo;
import dev.countersign.conformance.TableAnswer.Failed;
import dev.countersign.conformance.TableAnswer.Out;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.engine.match.RequestFacts;
import dev.countersign.engine.match.RuleMatch;
import dev.countersign.engine.match.RuleMatch.NotMatched;
import dev.countersign.policy.read.JsonMismatchException;
import java.util.Map;
import java.util.Optional;

/** {@code match.jsonl}: whether a rule means an object and its request. */
final class MatchTable implements TableRunner {
    @Override
    public String file() {
        return "match.jsonl";
    }

    @Override
    public TableAnswer answer(ObjectValue question) {
        ObjectValue request = question.object("request").orElse(Value.EMPTY_OBJECT);
        RuleMatch.MatchResult result;
        try {
            result = RuleMatch.matches(
                    TableRules.of(question, "match", "exclude"),
                    request.text("policyNamespace").orElse(""),
                    facts(question.object("resource"), request));
        } catch (JsonMismatchException e) {
            return new Failed(String.valueOf(e.getMessage()));
        }
        return result instanceof NotMatched not
                ? new Out(Value.EMPTY_OBJECT.with("matches", Value.of(false)).with("reason", Value.of(not.reason())))
                : new Out(Value.EMPTY_OBJECT.with("matches", Value.of(true)));
    }

    private static RequestFacts facts(Optional<ObjectValue> resource, ObjectValue request) {
        return new RequestFacts(
                resource,
                GroupVersionKind.of(
                        resource.flatMap(found -> found.text("apiVersion")).orElse(""),
                        resource.flatMap(found -> found.text("kind")).orElse("")),
                request.text("subresource").orElse(""),
                request.text("operation").map(Operation::valueOf).orElse(Operation.CREATE),
                new UserInfo(
                        request.text("username").orElse(""),
                        "",
                        CaseFolder.texts(request, "groups"),
                        Map.of(),
                        CaseFolder.texts(request, "roles"),
                        CaseFolder.texts(request, "clusterRoles")),
                false,
                request.texts("namespaceLabels"));
    }
}
