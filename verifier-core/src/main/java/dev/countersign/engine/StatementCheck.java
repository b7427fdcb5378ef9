package dev.countersign.engine;

import dev.countersign.document.Value;
import dev.countersign.engine.context.RuleContext;
import dev.countersign.expression.condition.AttestationConditions;
import dev.countersign.expression.condition.ConditionException;
import dev.countersign.expression.condition.ConditionResult;
import dev.countersign.expression.value.GoText;
import dev.countersign.policy.Conditions;
import dev.countersign.registry.Deadline;
import dev.countersign.verify.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the statements of an attestation's type meet its conditions: every one of them must (Kyverno spec 7.4).
 *
 * <p>Conditions are asked as Kyverno asks them first. Where they hold and speak of a name of an attestation, they must also hold when
 * that name stands for what that attestation says (divergence D13); where they speak of a variable that the predicate writes over,
 * they must also hold with the variable's own value (divergence D14). So nothing passes that Kyverno refuses.
 */
final class StatementCheck {
    private final CompiledAttestation attestation;
    private final String image;
    private final RuleContext context;
    private final NamedPredicates named;
    private final Deadline deadline;

    /**
     * @param image as messages name it
     * @param context holds what Kyverno holds; it is left as it is
     * @param named what is proven of the image by other attestations
     */
    StatementCheck(
            CompiledAttestation attestation,
            String image,
            RuleContext context,
            NamedPredicates named,
            Deadline deadline) {
        this.attestation = attestation;
        this.image = image;
        this.context = context;
        this.named = named;
        this.deadline = deadline;
    }

    /** Why the statements do not do; absent where they do. */
    Optional<Refusal> refusal(List<Statement> statements) {
        List<Statement> own = ofType(attestation, statements);
        if (own.isEmpty()) {
            return Optional.of(Refusal.of("attestions not found for predicate type " + attestation.type()));
        }
        if (attestation.attestation().conditions().isEmpty()) {
            return Optional.empty();
        }
        for (Statement statement : own) {
            if (deadline.passed()) {
                return Optional.of(failed("context deadline exceeded"));
            }
            Value predicate = statement.document().get("predicate").orElse(Value.NULL);
            if (!(predicate instanceof Value.ObjectValue object)) {
                return Optional.of(failed("failed to extract predicate from statement: " + GoText.print(predicate)));
            }
            Optional<Refusal> refusal = refusal(object);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    /** The statements of the type that an attestation asks for, compared literally. */
    static List<Statement> ofType(CompiledAttestation attestation, List<Statement> statements) {
        return statements.stream()
                .filter(statement -> statement.type().equals(attestation.type()))
                .toList();
    }

    private static Refusal failed(String cause) {
        return Refusal.of("failed to check attestations: " + cause);
    }

    private Optional<Refusal> refusal(Value.ObjectValue predicate) {
        RuleContext asKyverno = context.over(predicate);
        Optional<String> refused = ask(asKyverno);
        if (refused.isPresent()) {
            return refused.map(Refusal::of);
        }
        Set<String> shadowed = context.taken(predicate.members().keySet());
        boolean named = !asKyverno.spokenOf(context.attested()).isEmpty();
        boolean shadows = !asKyverno.spokenOf(shadowed).isEmpty();
        if (named) {
            refused = askEveryChoice(predicate, base -> base.over(predicate));
            if (refused.isPresent()) {
                return refused.map(text -> new Refusal(text, List.of(Refusal.OWN_PREDICATE)));
            }
        }
        return shadows
                ? askEveryChoice(predicate, base -> base.under(predicate))
                        .map(text -> new Refusal(text, List.of(Refusal.SHADOWED_VARIABLE)))
                : Optional.empty();
    }

    /** Puts the predicate into a context. */
    private interface Overlay {
        RuleContext on(RuleContext base);
    }

    private Optional<String> askEveryChoice(Value.ObjectValue predicate, Overlay overlay) {
        Map<String, List<Value>> choices = named.with(attestation.attestation().name(), predicate);
        return PredicateChoices.refusal(choices, deadline, choice -> {
            RuleContext asked = overlay.on(context.naming(choice));
            Optional<String> refused = ask(asked);
            return new PredicateChoices.Answer(refused, asked.spokenOf(choices.keySet()));
        });
    }

    private Optional<String> ask(RuleContext asked) {
        try {
            List<Conditions.AnyAllConditions> conditions =
                    attestation.attestation().conditions();
            ConditionResult result = AttestationConditions.evaluate(conditions, asked.substitutor());
            return result.holds()
                    ? Optional.empty()
                    : Optional.of("attestation checks failed for " + image + " and predicate " + attestation.type()
                            + ": " + result.message());
        } catch (ConditionException e) {
            return Optional.of("failed to check attestations: " + e.getMessage());
        }
    }
}
