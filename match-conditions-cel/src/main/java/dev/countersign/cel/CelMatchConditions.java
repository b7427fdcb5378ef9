package dev.countersign.cel;

import dev.cel.bundle.Cel;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.validator.CelValidator;
import dev.cel.validator.CelValidatorFactory;
import dev.cel.validator.validators.DurationLiteralValidator;
import dev.cel.validator.validators.RegexLiteralValidator;
import dev.cel.validator.validators.TimestampLiteralValidator;
import dev.countersign.expression.matchcondition.MatchConditionLanguage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Match conditions in CEL, as Kubernetes and Kyverno 1.19 read them: the variables {@code object}, {@code oldObject}, {@code request}
 * and {@code namespaceObject}, and Kubernetes' functions but for those of addresses, URLs, versions and formats; there is no {@code authorizer}, as in Kyverno.
 * Thread-safe.
 *
 * <p>Bounds: an expression has at most {@link #MAX_EXPRESSION} characters and a nesting of {@link #MAX_DEPTH}; its evaluation ends at
 * {@link #MAX_COST} steps.
 */
public final class CelMatchConditions implements MatchConditionLanguage {
    /** No longer expression is read, in code points. */
    public static final int MAX_EXPRESSION = 100_000;

    /** No deeper expression is read. */
    public static final int MAX_DEPTH = 250;

    /** An evaluation ends after so many steps; it is Kubernetes' own budget for the match conditions of a webhook. */
    public static final long MAX_COST = 2_500_000;

    /** The number of the divergence: a function of Kubernetes that is not known here refuses the policy. */
    static final String LACKING_FUNCTION = "D35";

    private static final String LACKING = "\nKubernetes has such a function, and this version of Countersign does not";
    private static final String RANGE = "lists_range";

    private final Object lock = new Object();
    private volatile @Nullable Tools tools;

    /** What reads expressions; to set it up takes a while. */
    private record Tools(Cel environment, CelValidator validator) {
        static Tools create() {
            Cel environment = Environment.create();
            return new Tools(
                    environment,
                    CelValidatorFactory.standardCelValidatorBuilder(environment)
                            .addAstValidators(
                                    DurationLiteralValidator.INSTANCE,
                                    TimestampLiteralValidator.INSTANCE,
                                    RegexLiteralValidator.INSTANCE)
                            .build());
        }
    }

    private CelMatchConditions() {}

    /** The language; it is set up when the first expression is read. */
    public static CelMatchConditions create() {
        return new CelMatchConditions();
    }

    @Override
    public Compilation compile(String expression) {
        try {
            return read(expression);
        } catch (RuntimeException | StackOverflowError e) {
            // The parser is another's: whatever it throws at an expression, the answer is no.
            return refused("compilation failed: " + e.getClass().getSimpleName());
        }
    }

    private Tools tools() {
        Tools known = tools;
        if (known == null) {
            synchronized (lock) {
                known = tools;
                if (known == null) {
                    known = Tools.create();
                    tools = known;
                }
            }
        }
        return known;
    }

    private Compilation read(String expression) {
        Tools reading = tools();
        // Length and depth are the parser's to refuse; it counts the depth only while it descends.
        CelValidationResult result = reading.environment().compile(expression);
        if (result.hasError()) {
            return IssueText.callsLacking(result.getErrors(), result.getSource())
                    ? new Compilation.Refused(failed(result) + LACKING, List.of(LACKING_FUNCTION))
                    : refused(failed(result));
        }
        try {
            CelAbstractSyntaxTree tree = result.getAst();
            CelValidationResult literals = reading.validator().validate(tree);
            if (literals.hasError()) {
                return refused(failed(literals));
            }
            if (callsRange(tree)) {
                return new Compilation.Refused(
                        "compilation failed: undeclared reference to 'lists.range'" + LACKING,
                        List.of(LACKING_FUNCTION));
            }
            if (!tree.getResultType().equals(SimpleType.BOOL)) {
                return refused("must evaluate to bool but got " + IssueText.type(tree.getResultType()));
            }
            return new Compilation.Compiled(
                    new CelCondition(reading.environment().createProgram(tree)));
        } catch (CelValidationException | CelEvaluationException e) {
            return refused("compilation failed: " + e.getMessage());
        }
    }

    /** A number alone would make a list of any size, and the number may come from the object. */
    private static boolean callsRange(CelAbstractSyntaxTree tree) {
        return tree.getReferenceMap().values().stream()
                .anyMatch(reference -> reference.overloadIds().stream().anyMatch(RANGE::equals));
    }

    private static String failed(CelValidationResult result) {
        return "compilation failed: " + IssueText.of(result.getErrors(), result.getSource());
    }

    private static Compilation refused(String message) {
        return new Compilation.Refused(message, List.of());
    }
}
