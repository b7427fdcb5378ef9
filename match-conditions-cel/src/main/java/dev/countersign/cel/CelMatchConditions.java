package dev.countersign.cel;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import dev.cel.bundle.Cel;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelTypes;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.countersign.expression.matchcondition.MatchConditionLanguage;
import java.util.List;
import java.util.Set;

/**
 * Match conditions in CEL, as Kubernetes and Kyverno 1.19 read them: the variables {@code object}, {@code oldObject}, {@code request}
 * and {@code namespaceObject}, and Kubernetes' functions but for {@code authorizer}, which Kyverno does not know here either, and for
 * those of {@link #LACKING}. Immutable and thread-safe.
 *
 * <p>Bounds: an expression has at most {@link #MAX_EXPRESSION} characters and a nesting of {@link #MAX_DEPTH}; its evaluation ends at
 * {@link #MAX_COST} steps.
 */
public final class CelMatchConditions implements MatchConditionLanguage {
    /** No longer expression is read, in code points. */
    public static final int MAX_EXPRESSION = 16_384;

    /** No deeper expression is read. */
    public static final int MAX_DEPTH = 100;

    /** An evaluation ends after so many steps; it is Kubernetes' own budget for the match conditions of a webhook. */
    public static final long MAX_COST = 2_500_000;

    /** The number of the divergence: a function of Kubernetes that is not known here refuses the policy. */
    static final String LACKING_FUNCTION = "D35";

    /** Functions of Kubernetes that are not known here. */
    static final Set<String> LACKING = Set.of(
            "ip",
            "isIP",
            "cidr",
            "isCIDR",
            "format",
            "semver",
            "isSemver",
            "url",
            "isURL",
            "quote",
            "first",
            "last",
            "transformList",
            "transformMap",
            "transformMapEntry");

    private static final String RANGE = "lists_range";

    private final Supplier<Cel> environment = Suppliers.memoize(Environment::create);

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

    private Compilation read(String expression) {
        // Length and depth are the parser's to refuse; it counts the depth only while it descends.
        CelValidationResult result = environment.get().compile(expression);
        if (result.hasError()) {
            return new Compilation.Refused(
                    "compilation failed: " + IssueText.of(result.getErrors(), result.getSource()),
                    IssueText.speaksOf(result.getErrors(), LACKING) ? List.of(LACKING_FUNCTION) : List.of());
        }
        try {
            CelAbstractSyntaxTree tree = result.getAst();
            if (callsRange(tree)) {
                return new Compilation.Refused(
                        "compilation failed: the function lists.range has no bound and is not known here",
                        List.of(LACKING_FUNCTION));
            }
            if (!tree.getResultType().equals(SimpleType.BOOL)) {
                return refused("must evaluate to bool but got " + CelTypes.format(tree.getResultType()));
            }
            return new Compilation.Compiled(
                    new CelCondition(environment.get().createProgram(tree)));
        } catch (CelValidationException | CelEvaluationException e) {
            return refused("compilation failed: " + e.getMessage());
        }
    }

    /** A number alone would make a list of any size, and the number may come from the object. */
    private static boolean callsRange(CelAbstractSyntaxTree tree) {
        return tree.getReferenceMap().values().stream()
                .anyMatch(reference -> reference.overloadIds().stream().anyMatch(RANGE::equals));
    }

    private static Compilation refused(String message) {
        return new Compilation.Refused(message, List.of());
    }
}
