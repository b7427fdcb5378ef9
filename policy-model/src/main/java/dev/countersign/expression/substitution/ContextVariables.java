package dev.countersign.expression.substitution;

import dev.countersign.document.Value;
import dev.countersign.expression.function.FunctionContext;
import dev.countersign.expression.jmespath.JmesPath;

/**
 * Variables over one JSON context that is there from the start. Belongs to one evaluation and one thread, because
 * {@code sort_by} changes the context for later queries.
 */
public final class ContextVariables implements Variables {
    private final FunctionContext functions;
    private Value context;

    /**
     * Variables over a context.
     *
     * @param context the context; numbers as Kyverno holds them
     * @param functions what functions need
     */
    public ContextVariables(Value context, FunctionContext functions) {
        this.context = context;
        this.functions = functions;
    }

    @Override
    public Variable query(Query query) throws VariableException {
        JmesPath.Result result = query.search(context, functions);
        context = result.data();
        return Variable.of(result.value());
    }
}
