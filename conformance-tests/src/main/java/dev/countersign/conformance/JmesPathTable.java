package dev.countersign.conformance;

import dev.countersign.conformance.TableAnswer.Failed;
import dev.countersign.conformance.TableAnswer.Out;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.expression.function.FunctionContext;
import dev.countersign.expression.jmespath.JmesPath;
import dev.countersign.expression.jmespath.JmesPathException;
import dev.countersign.expression.jmespath.JmesPathSyntaxException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.SplittableRandom;

/**
 * {@code jmespath.jsonl} and {@code jmespath-functions.jsonl}: the value of an expression over data. The questions ask for
 * nothing that depends on the time or on chance.
 */
final class JmesPathTable implements TableRunner {
    private final String file;

    private JmesPathTable(String file) {
        this.file = file;
    }

    /** The table of the language. */
    static JmesPathTable ofLanguage() {
        return new JmesPathTable("jmespath.jsonl");
    }

    /** The table of Kyverno's own functions. */
    static JmesPathTable ofFunctions() {
        return new JmesPathTable("jmespath-functions.jsonl");
    }

    @Override
    public String file() {
        return file;
    }

    @Override
    public TableAnswer answer(ObjectValue question) {
        Value data = question.get("data").orElse(Value.NULL);
        boolean whole = question.get("int64").filter(Value.of(true)::equals).isPresent();
        FunctionContext context =
                FunctionContext.of(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), new SplittableRandom(0));
        try {
            JmesPath expression = JmesPath.compile(question.text("query").orElse(""));
            return new Out(expression.search(whole ? data : TableNumbers.floats(data), context));
        } catch (JmesPathSyntaxException | JmesPathException failed) {
            return new Failed(String.valueOf(failed.getMessage()));
        }
    }
}
