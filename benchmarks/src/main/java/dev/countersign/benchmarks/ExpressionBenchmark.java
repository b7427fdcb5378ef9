package dev.countersign.benchmarks;

import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.Value;
import dev.countersign.expression.condition.ConditionCheck;
import dev.countersign.expression.condition.Operator;
import dev.countersign.expression.function.FunctionContext;
import dev.countersign.expression.substitution.Query;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** JMESPath queries with Kyverno's functions, parsed before, and single conditions: operations a second. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class ExpressionBenchmark {
    private static final String OBJECT = """
            {"request": {"object": {"metadata": {"name": "web", "labels": {"team": "shop"}},
             "spec": {"containers": [{"name": "a", "image": "r.example/a:1"}, {"name": "b", "image": "r.example/b:2"}]}}}}
            """;

    /** What is asked. */
    @Param({
        "request.object.metadata.labels.team",
        "request.object.spec.containers[].image",
        "request.object.spec.containers[?name=='b'].image | [0]",
        "to_upper(request.object.metadata.name)",
        "regex_match('^w.b$', request.object.metadata.name)",
        "length(split('a,b,c', ','))",
        "parse_json('{\"a\": [1, 2]}').a[1]",
        "semver_compare('1.2.3', '>=1.0.0')",
        "sha256('text')"
    })
    public String query = "";

    private final FunctionContext functions =
            FunctionContext.of(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), new Random(1));
    private Query compiled = Query.of("@");
    private Value data = Value.NULL;
    private final Value quantity = Value.of("512Mi");
    private final Value limit = Value.of("1Gi");

    /** Parses the query. */
    @Setup
    public void parse() throws Exception {
        compiled = Query.of(query);
        data = DocumentReader.read("object", OBJECT.getBytes(StandardCharsets.UTF_8), DocumentLimits.OBJECTS)
                .roots()
                .get(0)
                .value();
        compiled.search(data, functions);
    }

    /** One query. */
    @Benchmark
    public Object search() throws Exception {
        return compiled.search(data, functions);
    }

    /** One condition over quantities; the query plays no part. */
    @Benchmark
    public boolean condition() throws Exception {
        return ConditionCheck.holds(quantity, Operator.LESS_THAN, limit);
    }
}
