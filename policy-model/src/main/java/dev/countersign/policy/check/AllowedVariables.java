package dev.countersign.policy.check;

import com.google.re2j.Pattern;
import dev.countersign.document.Value;
import dev.countersign.expression.jmespath.JmesPath;
import dev.countersign.expression.jmespath.JmesPathSyntaxException;
import dev.countersign.expression.substitution.Query;
import dev.countersign.expression.substitution.Variable;
import dev.countersign.expression.substitution.VariableException;
import dev.countersign.expression.substitution.Variables;
import dev.countersign.image.Wildcard;
import dev.countersign.policy.Attestation;
import dev.countersign.policy.ImageVerification;
import dev.countersign.policy.Rule;
import java.util.ArrayList;
import java.util.List;

/**
 * What a rule may ask for, before there is a request: every query that can be parsed and that holds the name of something
 * known is null, all others are errors. Kyverno looks for the names anywhere in the query. Immutable.
 */
final class AllowedVariables implements Variables {
    private static final String ELEMENTS = "element|elementIndex|@|images|";
    private static final String ACCOUNTS = "serviceAccountName|serviceAccountNamespace|";
    private static final String CALL = "([a-z_0-9]+\\()[^{}]";
    private static final Pattern OF_ADMISSION = Pattern.compile("request|" + ACCOUNTS + ELEMENTS + "image|" + CALL);
    private static final Pattern OF_BACKGROUND =
            Pattern.compile("request\\.|" + ELEMENTS + "images\\.|image\\.|" + CALL);
    private static final Pattern OF_ADMISSION_WITH_TARGET =
            Pattern.compile("request\\.|" + ACCOUNTS + ELEMENTS + "images\\.|image\\.|target\\.|" + CALL);
    private static final Pattern OF_BACKGROUND_WITH_TARGET =
            Pattern.compile("request\\.|" + ELEMENTS + "images\\.|image\\.|target\\.|" + CALL);

    private final Pattern names;
    private final List<String> wildcards;

    private AllowedVariables(Pattern names, List<String> wildcards) {
        this.names = names;
        this.wildcards = List.copyOf(wildcards);
    }

    /** A name that is not known; its message stands alone in Kyverno's answer, without the place. */
    static final class UnknownName extends VariableException {
        private static final long serialVersionUID = 1L;

        private UnknownName(String message) {
            super(message);
        }
    }

    /** What a rule may ask for; with {@code background}, by the rules of a policy that background scans use. */
    static AllowedVariables of(Rule rule, boolean background) {
        List<String> wildcards = new ArrayList<>();
        Value.ObjectValue document = rule.document();
        addContext(document, wildcards);
        if (RuleChecks.validatesImages(rule)) {
            rule.verifyImages().stream()
                    .map(ImageVerification::attestations)
                    .flatMap(List::stream)
                    .map(Attestation::name)
                    .forEach(name -> wildcards.add(name + "*"));
        }
        addContexts(document, "validate", "foreach", wildcards);
        addContexts(document, "mutate", "foreach", wildcards);
        addContexts(document, "mutate", "targets", wildcards);
        addContexts(document, "generate", "foreach", wildcards);
        return new AllowedVariables(names(background, hasTargets(document)), wildcards);
    }

    private static Pattern names(boolean background, boolean targets) {
        if (background) {
            return targets ? OF_BACKGROUND_WITH_TARGET : OF_BACKGROUND;
        }
        return targets ? OF_ADMISSION_WITH_TARGET : OF_ADMISSION;
    }

    private static boolean hasTargets(Value.ObjectValue document) {
        return document.object("mutate")
                .filter(mutate -> !mutate.list("targets").isEmpty())
                .isPresent();
    }

    private static void addContexts(Value.ObjectValue document, String block, String list, List<String> wildcards) {
        for (Value item : document.object(block).orElse(Value.EMPTY_OBJECT).list(list)) {
            if (item instanceof Value.ObjectValue object) {
                addContext(object, wildcards);
            }
        }
    }

    private static void addContext(Value.ObjectValue parent, List<String> wildcards) {
        for (Value item : parent.list("context")) {
            if (item instanceof Value.ObjectValue entry) {
                String name = entry.text("name").orElse("");
                if (entry.object("configMap").isPresent()) {
                    wildcards.addAll(
                            List.of(name + ".data", name + ".metadata", name + ".data.*", name + ".metadata.*"));
                } else {
                    wildcards.add(name + "*");
                }
            }
        }
    }

    @Override
    public Variable query(Query query) throws VariableException {
        String text = query.text();
        if (text.isEmpty()) {
            throw new VariableException("invalid query (nil)");
        }
        try {
            JmesPath.compile(text);
        } catch (JmesPathSyntaxException unreadable) {
            throw new VariableException("invalid JMESPath query " + text + ": " + unreadable.getMessage(), unreadable);
        }
        String unquoted = text.replace("\"", "");
        if (!names.matcher(unquoted).find() && !Wildcard.matchesAny(wildcards, unquoted)) {
            throw new UnknownName("variable " + unquoted + " must match regex \"" + names.pattern() + "\" or patterns ["
                    + String.join(" ", wildcards) + "]");
        }
        return Variable.of(Value.NULL);
    }
}
