package dev.countersign.engine;

import dev.countersign.document.Value;
import dev.countersign.engine.context.RuleContext;
import dev.countersign.expression.condition.ConditionBlock;
import dev.countersign.expression.condition.ConditionException;
import dev.countersign.expression.condition.ConditionResult;
import dev.countersign.expression.substitution.SubstitutionException;
import dev.countersign.policy.Conditions;
import dev.countersign.policy.ImageValidation;
import dev.countersign.registry.Deadline;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code validate.deny} of all entries of a rule, asked once for an image whose attestations passed (Kyverno spec 7.5).
 *
 * <p>It is asked as Kyverno asks it first: all names of attestations stand for the first statement that was found (quirk Q41). Where
 * it does not deny then, it is asked again for every predicate that a name really stands for (divergence D13), so that a bad second
 * scan denies, and nothing passes that Kyverno denies.
 */
final class DenyCheck {
    private final CompiledRule rule;
    private final RuleContext context;
    private final NamedPredicates named;
    private final Deadline deadline;

    /**
     * @param context holds what Kyverno holds
     * @param named what is proven of the image
     */
    DenyCheck(CompiledRule rule, RuleContext context, NamedPredicates named, Deadline deadline) {
        this.rule = rule;
        this.context = context;
        this.named = named;
        this.deadline = deadline;
    }

    /** Why the image is denied; absent where it is not. */
    Optional<Refusal> refusal() {
        for (CompiledEntry entry : rule.entries()) {
            Optional<ImageValidation> validation = entry.entry().validation();
            if (validation.flatMap(ImageValidation::deny).isPresent()) {
                Optional<Refusal> refusal = refusal(validation.get());
                if (refusal.isPresent()) {
                    return refusal;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Refusal> refusal(ImageValidation validation) {
        RuleContext asKyverno = context.copy();
        Optional<String> denied = denial(validation, asKyverno);
        if (denied.isPresent()) {
            return denied.map(Refusal::of);
        }
        Set<String> names = Stream.concat(context.attested().stream(), named.unreadable().stream())
                .collect(Collectors.toSet());
        Set<String> spoken = asKyverno.spokenOf(names);
        if (spoken.isEmpty()) {
            return Optional.empty();
        }
        for (String name : spoken) {
            if (named.unreadable().contains(name)) {
                return Optional.of(own("the predicate of an attestation named " + name + " is no object"));
            }
        }
        return PredicateChoices.refusal(named.byName(), deadline, choice -> {
                    RuleContext asked = context.naming(choice);
                    Optional<String> refused = denial(validation, asked);
                    return new PredicateChoices.Answer(
                            refused, asked.spokenOf(named.byName().keySet()));
                })
                .map(DenyCheck::own);
    }

    private static Refusal own(String text) {
        return new Refusal(text, List.of(Refusal.OWN_PREDICATE));
    }

    private static Optional<String> denial(ImageValidation validation, RuleContext asked) {
        Optional<Conditions> conditions = validation.deny().flatMap(ImageValidation.Deny::conditions);
        if (conditions.isEmpty()) {
            return Optional.of(message(validation.message(), "", asked));
        }
        try {
            ConditionResult result = ConditionBlock.evaluate(conditions.get(), asked.substitutor());
            return result.holds()
                    ? Optional.of(message(validation.message(), result.message(), asked))
                    : Optional.empty();
        } catch (ConditionException e) {
            return Optional.of("failed to check deny conditions: " + e.getMessage());
        }
    }

    private static String message(String stated, String ofConditions, RuleContext asked) {
        if (stated.isEmpty() && ofConditions.isEmpty()) {
            return "validation error: imageVerify  failed";
        }
        String joined =
                Stream.of(stated, ofConditions).filter(text -> !text.isEmpty()).collect(Collectors.joining("; "));
        try {
            return asked.substitutor().substitute(Value.of(joined)) instanceof Value.StringValue text
                    ? text.value()
                    : "the produced message didn't resolve to a string, check your policy definition.";
        } catch (SubstitutionException e) {
            return ofConditions;
        }
    }
}
