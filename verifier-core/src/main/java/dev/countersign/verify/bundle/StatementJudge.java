package dev.countersign.verify.bundle;

import dev.countersign.document.Value;
import dev.countersign.verify.Attested;
import dev.countersign.verify.ImageSubject;
import dev.countersign.verify.ImageVerifier;
import dev.countersign.verify.Statement;
import dev.countersign.verify.VerificationContext;
import dev.countersign.verify.attestor.UndecidableException;
import dev.countersign.verify.bundle.BundleDiscovery.Found;
import dev.countersign.verify.entity.InTotoStatement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One attestor of an image's attestations, over bundles: those of the wanted type that verify; the others are nobody's business.
 * Thread-safe.
 *
 * @param type the wanted predicate type
 */
record StatementJudge(BundleJudge judge, String type) implements ImageVerifier.AttestationJudge {

    @Override
    public List<String> unsupported() {
        return List.of();
    }

    @Override
    public Attested fetch(ImageSubject image, VerificationContext context) {
        if (type.isEmpty()) {
            return new Attested.Nothing(Refusals.decided(
                            "an attestation without type",
                            "ATTESTATION_TYPE_MISSING",
                            "the attestation states no type, so that nothing is asked for",
                            "State type.",
                            "")
                    .verdict());
        }
        try {
            BundleJudge.Question question = judge.ask(image, context);
            List<Found> wanted = question.bundles().stream()
                    .filter(found -> found.bundle().predicateType().equals(type))
                    .toList();
            BundleSearch search = BundleSearch.among(wanted, question, context.now(), image.deadline(), false);
            if (search.outOfTime() || search.proven().isEmpty()) {
                return new Attested.Nothing(search.refusal(question, judge.alone(question)));
            }
            List<Statement> statements = search.proven().stream()
                    .map(found -> found.bundle().inToto().orElseThrow())
                    .map(statement -> new Statement(statement.predicateType(), document(statement)))
                    .toList();
            return new Attested.Statements(
                    statements, question.digest().text(), search.evidence(), search.divergences());
        } catch (UndecidableException e) {
            return new Attested.Nothing(e.verdict());
        }
    }

    /** What Kyverno makes of a statement: in-toto's older Go type as a map, with {@code type}. */
    private static Value.ObjectValue document(InTotoStatement statement) {
        List<Value> subjects = new ArrayList<>();
        for (Optional<InTotoStatement.Subject> subject : statement.subjects()) {
            Map<String, Value> digests = new LinkedHashMap<>();
            subject.map(InTotoStatement.Subject::digests)
                    .orElse(Map.of())
                    .forEach((algorithm, digest) -> digests.put(algorithm, Value.of(digest)));
            subjects.add(new Value.ObjectValue(Map.of(
                    "name",
                    Value.of(subject.map(InTotoStatement.Subject::name).orElse("")),
                    "digest",
                    digests.isEmpty() ? Value.NULL : new Value.ObjectValue(digests))));
        }
        Map<String, Value> document = new LinkedHashMap<>();
        document.put("_type", Value.of(statement.type()));
        document.put("predicate", statement.predicate());
        document.put("predicateType", Value.of(statement.predicateType()));
        document.put("subject", subjects.isEmpty() ? Value.NULL : new Value.ListValue(subjects));
        document.put("type", Value.of(statement.predicateType()));
        return new Value.ObjectValue(document);
    }
}
