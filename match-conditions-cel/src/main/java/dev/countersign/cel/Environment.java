package dev.countersign.cel;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelOptions;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.parser.CelStandardMacro;

/** What an expression may speak of: Kubernetes' variables and functions. */
final class Environment {
    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(CelMatchConditions.MAX_EXPRESSION)
            .maxParseRecursionDepth(CelMatchConditions.MAX_DEPTH)
            .comprehensionMaxIterations((int) CelMatchConditions.MAX_COST)
            .enableHomogeneousLiterals(true)
            .enableHeterogeneousNumericComparisons(true)
            .enableTimestampEpoch(true)
            .enableQuotedIdentifierSyntax(true)
            .build();

    private Environment() {}

    static Cel create() {
        // Not replace and join: what they make has no bound there.
        CelStringExtensions strings = CelExtensions.strings(
                CelStringExtensions.Function.CHAR_AT,
                CelStringExtensions.Function.INDEX_OF,
                CelStringExtensions.Function.LAST_INDEX_OF,
                CelStringExtensions.Function.LOWER_ASCII,
                CelStringExtensions.Function.SPLIT,
                CelStringExtensions.Function.SUBSTRING,
                CelStringExtensions.Function.TRIM,
                CelStringExtensions.Function.UPPER_ASCII);
        FunctionLibrary own = new FunctionLibrary();
        BoundedStrings.addTo(own);
        KubernetesLists.addTo(own);
        KubernetesRegex.addTo(own);
        KubernetesQuantity.addTo(own);
        return CelFactory.standardCelBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addVar("object", SimpleType.DYN)
                .addVar("oldObject", SimpleType.DYN)
                .addVar("request", RequestTypes.REQUEST)
                .addVar("namespaceObject", RequestTypes.NAMESPACE)
                .addVar("variables", RequestTypes.VARIABLES)
                .setTypeProvider(RequestTypes.PROVIDER)
                .addCompilerLibraries(
                        strings,
                        CelExtensions.lists(),
                        CelExtensions.sets(OPTIONS),
                        CelExtensions.optional(),
                        CelExtensions.comprehensions())
                .addRuntimeLibraries(
                        strings,
                        CelExtensions.lists(),
                        CelExtensions.sets(OPTIONS),
                        CelExtensions.optional(),
                        CelExtensions.comprehensions())
                .addFunctionDeclarations(own.declarations())
                .addFunctionBindings(own.bindings())
                .build();
    }
}
