package dev.countersign.expression.jmespath;

/** An expression cannot be read. The message is that of kyverno/go-jmespath, or names a bound of ours. */
public final class JmesPathSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int position;

    JmesPathSyntaxException(String message, int position) {
        super(message);
        this.position = position;
    }

    /** Index of the character at fault in the expression, from 0; the expression's length where its end is at fault. */
    public int position() {
        return position;
    }
}
