package dev.countersign.policy.check;

import dev.countersign.document.Value;
import dev.countersign.expression.substitution.Query;
import dev.countersign.expression.substitution.SubstitutionException;
import dev.countersign.expression.substitution.Substitutor;
import dev.countersign.expression.substitution.VariableException;
import dev.countersign.expression.substitution.WrittenVariable;
import dev.countersign.policy.Rule;
import java.util.ArrayList;
import java.util.List;

/** The variables of one rule, generated ones too: whether they can be parsed and name what is known. */
final class RuleVariables {
    private static final String VERIFY_IMAGES = "verifyImages";
    private static final String ATTESTATIONS = "attestations";
    private static final String ELEMENT = "element";

    private RuleVariables() {}

    /** Replaces all variables by null, as Kyverno tries it; the names of attestations' conditions depend on the predicate. */
    static void names(Rule rule, boolean background, String path) throws PolicyRefused {
        AllowedVariables allowed = AllowedVariables.of(rule, background);
        Value.ObjectValue document = withoutConditions(rule.document());
        try {
            new Substitutor(allowed).substitute(document);
        } catch (SubstitutionException failure) {
            String message = failure.getCause() instanceof AllowedVariables.UnknownName unknown
                    ? String.valueOf(unknown.getMessage())
                    : String.valueOf(failure.getMessage());
            throw new PolicyRefused(
                    "policy contains invalid variables: variable substitution failed for rule " + rule.name() + ": "
                            + message,
                    List.of(new PolicyRefused.Reason(path + place(document, allowed), message)));
        }
    }

    /** A foreach's variables are for foreach only. */
    static void elements(Rule rule, String path) throws PolicyRefused {
        for (WrittenVariable variable : WrittenVariable.in(rule.document())) {
            if (variable.expression().startsWith(ELEMENT) && !variable.path().contains("/foreach/")) {
                String message = "variable '" + variable.expression() + "' present outside of foreach at path "
                        + variable.path();
                throw new PolicyRefused(path + dotted(variable.path()), message);
            }
        }
    }

    private static Value.ObjectValue withoutConditions(Value.ObjectValue rule) {
        List<Value> entries = new ArrayList<>();
        for (Value entry : rule.list(VERIFY_IMAGES)) {
            if (entry instanceof Value.ObjectValue object
                    && !object.list(ATTESTATIONS).isEmpty()) {
                List<Value> attestations = object.list(ATTESTATIONS).stream()
                        .map(attestation -> attestation instanceof Value.ObjectValue stated
                                ? stated.with("conditions", Value.NULL)
                                : attestation)
                        .toList();
                entries.add(object.with(ATTESTATIONS, new Value.ListValue(attestations)));
            } else {
                entries.add(entry);
            }
        }
        return entries.isEmpty() ? rule : rule.with(VERIFY_IMAGES, new Value.ListValue(entries));
    }

    /** Where the first variable stands that is not allowed; empty where the rule as a whole is at fault. */
    private static String place(Value document, AllowedVariables allowed) {
        for (WrittenVariable variable : WrittenVariable.in(document)) {
            String expression = variable.expression();
            try {
                allowed.query(Query.of(expression.startsWith("-") ? expression.substring(1) : expression));
            } catch (VariableException refused) {
                return dotted(variable.path());
            }
        }
        return "";
    }

    /** {@code .context[0].name} for {@code /context/0/name}; an escaped slash is a part of a name. */
    private static String dotted(String path) {
        StringBuilder dotted = new StringBuilder();
        for (String part : path.split("(?<!\\\\)/", -1)) {
            if (!part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9')) {
                dotted.append('[').append(part).append(']');
            } else if (!part.isEmpty()) {
                dotted.append('.').append(part.replace("\\/", "/"));
            }
        }
        return dotted.toString();
    }
}
