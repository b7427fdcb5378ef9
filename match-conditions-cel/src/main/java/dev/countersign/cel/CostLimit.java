package dev.countersign.cel;

import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelEvaluationListener;
import java.util.Collection;
import java.util.Map;

/**
 * Ends an evaluation that costs too much. A step costs one, and one more for each item of a list or map and each ten characters of a text
 * that it yields, since whatever is done with them next may look at all of them. Lives for one evaluation.
 */
final class CostLimit implements CelEvaluationListener {
    static final String MESSAGE = "operation cancelled: actual cost limit exceeded";
    private static final int CHARACTERS_PER_UNIT = 10;

    private long left;

    CostLimit(long limit) {
        left = limit;
    }

    boolean isExceeded() {
        return left < 0;
    }

    @Override
    public void callback(CelExpr expression, Object result) {
        left--;
        if (result instanceof String text) {
            left -= text.length() / CHARACTERS_PER_UNIT;
        } else if (result instanceof Collection<?> items) {
            left -= items.size();
        } else if (result instanceof Map<?, ?> members) {
            left -= members.size();
        }
        if (left < 0) {
            throw new IllegalStateException(MESSAGE);
        }
    }
}
