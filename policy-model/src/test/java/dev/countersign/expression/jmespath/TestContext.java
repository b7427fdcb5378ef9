package dev.countersign.expression.jmespath;

import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.Value;
import dev.countersign.expression.function.FunctionContext;
import dev.countersign.expression.function.GoJson;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;

/** What the tests search with. */
public final class TestContext {
    /** Noon of a leap day, and always the same random numbers. */
    public static final FunctionContext CONTEXT =
            FunctionContext.of(Clock.fixed(Instant.parse("2024-02-29T12:00:00Z"), ZoneOffset.UTC), new Random(7));

    private TestContext() {}

    /** JSON in which all numbers are floats. */
    public static Value json(String text) {
        return GoJson.floats(
                DocumentReader.readJson("test", text.getBytes(StandardCharsets.UTF_8), DocumentLimits.OBJECTS)
                        .value()
                        .orElseThrow());
    }

    /** The value of an expression. */
    public static Value search(String expression, Value data) throws JmesPathSyntaxException, JmesPathException {
        return JmesPath.compile(expression).search(data, CONTEXT);
    }

    /** The value of an expression over JSON. */
    public static Value search(String expression, String data) throws JmesPathSyntaxException, JmesPathException {
        return search(expression, json(data));
    }
}
