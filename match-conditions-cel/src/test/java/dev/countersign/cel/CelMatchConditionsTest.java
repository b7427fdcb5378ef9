package dev.countersign.cel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.document.Value;
import dev.countersign.expression.matchcondition.CompiledMatchCondition;
import dev.countersign.expression.matchcondition.CompiledMatchCondition.Outcome;
import dev.countersign.expression.matchcondition.MatchConditionLanguage.Compilation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CelMatchConditionsTest {
    private static final CelMatchConditions LANGUAGE = CelMatchConditions.create();
    private static final String EXPECTED_OPERAND = "mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!',"
            + " 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";

    private static Value.ObjectValue object(Object... namesAndValues) {
        Map<String, Value> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            members.put((String) namesAndValues[i], value instanceof String text ? Value.of(text) : (Value) value);
        }
        return new Value.ObjectValue(members);
    }

    private static final Value.ObjectValue CONTAINER = object("name", "app", "image", "registry.test/web:1");
    private static final Map<String, Value> VARIABLES = Map.of(
            "object",
            object(
                    "metadata",
                    object("name", "web", "labels", object("app", "shop")),
                    "spec",
                    object(
                            "replicas",
                            Value.of(3),
                            "share",
                            new Value.FloatValue(0.5),
                            "none",
                            Value.NULL,
                            "containers",
                            new Value.ListValue(List.of(CONTAINER)))),
            "oldObject",
            Value.NULL,
            "request",
            object(
                    "operation",
                    "CREATE",
                    "dryRun",
                    Value.of(false),
                    "userInfo",
                    object("username", "alice", "groups", Value.ofTexts(List.of("dev", "ops")))),
            "namespaceObject",
            Value.NULL);

    private static Outcome evaluate(String expression) {
        return evaluate(expression, VARIABLES);
    }

    private static Outcome evaluate(String expression, Map<String, Value> variables) {
        Compilation compilation = LANGUAGE.compile(expression);
        assertThat(compilation).as(expression).isInstanceOf(Compilation.Compiled.class);
        CompiledMatchCondition condition = ((Compilation.Compiled) compilation).condition();
        return condition.evaluate(variables);
    }

    private static Compilation.Refused refused(String expression) {
        Compilation compilation = LANGUAGE.compile(expression);
        assertThat(compilation).as(expression).isInstanceOf(Compilation.Refused.class);
        return (Compilation.Refused) compilation;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "object.metadata.name == 'web'",
                "oldObject == null",
                "object.spec.none == null",
                "object.spec.replicas == 3 && object.spec.share < 1.0 && object.spec.replicas == 3.0",
                "object.spec.containers.all(c, c.image.startsWith('registry.test/'))",
                "!has(object.metadata.annotations)",
                "object.metadata.?annotations.?a.orValue('none') == 'none'",
                "object.metadata.name.matches('^w.b$')",
                "request.operation in ['CREATE', 'UPDATE']",
                "!('system:nodes' in request.userInfo.groups)",
                "!has(request.namespace)",
                "'a,b'.split(',').size() == 2 && ' A '.trim().lowerAscii() == 'a'",
                "'abc'.replace('b', 'x') == 'axc' && 'aaa'.replace('a', 'b', 2) == 'bba'",
                "'abc'.replace('', '-') == '-a-b-c-'",
                "['a', 'b'].join('-') == 'a-b' && ['a', 'b'].join() == 'ab'",
                "'a1b2'.find('[0-9]') == '1' && 'a1b2'.findAll('[0-9]') == ['1', '2']",
                "'a1b2'.findAll('[0-9]', 1) == ['1'] && 'a'.find('b') == ''",
                "[1, 2, 3].sum() == 6 && [1.5, 2.5].sum() == 4.0 && [].sum() == 0",
                "[2, 1].min() == 1 && ['a', 'b'].max() == 'b' && [1, 2].isSorted() && ![2, 1].isSorted()",
                "[1, 2, 1].indexOf(1) == 0 && [1, 2, 1].lastIndexOf(1) == 2 && [1].indexOf(3) == -1",
                "sets.contains([1, 2], [1]) && [3, 1].sort() == [1, 3]",
                "quantity('1Gi').isGreaterThan(quantity('512Mi'))",
                "quantity('1').add(2).sub(quantity('1')).compareTo(quantity('2')) == 0",
                "isQuantity('5') && !isQuantity('abc') && quantity('50k').asInteger() == 50000",
                "object.metadata.labels.all(k, v, k == 'app' && v == 'shop')"
            })
    void a_condition_of_kubernetes_holds(String expression) {
        assertThat(evaluate(expression)).isEqualTo(new Outcome.Holds());
    }

    @Test
    void a_condition_does_not_hold() {
        assertThat(evaluate("request.userInfo.username != 'alice'")).isEqualTo(new Outcome.DoesNotHold());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "object.metadata.annotations.a == 'b'",
                "request.namespace == 'shop'",
                "object.metadata > 1",
                "object.spec.containers[1].name == 'app'",
                "namespaceObject.metadata.name == 'shop'",
                "[].max() == 0",
                "quantity(object.metadata.name).isInteger()",
                "object.metadata.name.matches(object.metadata.name + '(')",
                "object.metadata.name.find('(') == ''",
                "1 / (object.spec.replicas - 3) == 1"
            })
    void what_cannot_be_evaluated_is_neither_true_nor_false(String expression) {
        assertThat(evaluate(expression))
                .isInstanceOfSatisfying(Outcome.Failed.class, failed -> assertThat(failed.message())
                        .isNotBlank());
    }

    @Test
    void a_syntax_error_has_the_words_and_the_place_of_kubernetes() {
        assertThat(refused("object.metadata.name ==").message())
                .isEqualTo("compilation failed: ERROR: <input>:1:24: Syntax error: " + EXPECTED_OPERAND
                        + "\n | object.metadata.name ==\n | .......................^");
        assertThat(refused("").message())
                .isEqualTo("compilation failed: ERROR: <input>:1:0: Syntax error: " + EXPECTED_OPERAND);
    }

    @Test
    void what_is_unknown_is_refused_by_name() {
        assertThat(refused("nothing.here").message())
                .isEqualTo("compilation failed: ERROR: <input>:1:1: undeclared reference to 'nothing' (in container '')"
                        + "\n | nothing.here\n | ^");
        assertThat(refused("request.userInfo.foo == 'a'").message()).contains("1:17: undefined field 'foo'");
        assertThat(refused("request.object.metadata.name == 'a'").message()).contains("undefined field 'object'");
        assertThat(refused("authorizer.group('').resource('pods').check('get').allowed()"))
                .isEqualTo(new Compilation.Refused(
                        "compilation failed: ERROR: <input>:1:1: undeclared reference to 'authorizer' (in container '')"
                                + "\n | authorizer.group('').resource('pods').check('get').allowed()\n | ^",
                        List.of()));
        assertThat(refused("variables.x").message()).contains("1:10: undefined field 'x'");
    }

    @Test
    void types_are_checked() {
        assertThat(refused("object.metadata.name").message()).isEqualTo("must evaluate to bool but got dyn");
        assertThat(refused("null").message()).isEqualTo("must evaluate to bool but got null_type");
        assertThat(refused("[1].map(x, x)").message()).isEqualTo("must evaluate to bool but got list(int)");
        assertThat(refused("1 == 'a'").message())
                .isEqualTo("compilation failed: ERROR: <input>:1:3: found no matching overload for '_==_' applied to"
                        + " '(int, string)'\n | 1 == 'a'\n | ..^");
        assertThat(refused("has(object)").message()).contains("1:5: invalid argument to has() macro");
        assertThat(refused("duration('a') == duration('1h')").message()).contains("1:10: invalid duration argument");
        assertThat(refused("'a'.matches('(')").message()).contains("1:13: invalid matches argument");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ip('10.0.0.1').family() == 4",
                "isURL('https://a.test')",
                "'%s'.format(['a']) == 'a'",
                "semver('1.2.3').major() == 1",
                "lists.range(3).size() == 3",
                "object.group('a').allowed()"
            })
    void a_function_of_kubernetes_that_is_missing_here_refuses_with_its_number(String expression) {
        Compilation.Refused refused = refused(expression);

        assertThat(refused.divergences()).containsExactly("D35");
        assertThat(refused.message()).contains("undeclared reference to").contains("Countersign does not");
    }

    @Test
    void a_function_that_nobody_knows_has_no_number() {
        assertThat(refused("nope(1)").divergences()).isEmpty();
        assertThat(refused("name == 'web'").divergences())
                .as("a variable, not the function of an authorizer")
                .isEmpty();
    }

    @Test
    void expressions_are_bounded_in_length_and_depth() {
        int tooMany = 100_000;
        assertThat(refused("'" + "a".repeat(CelMatchConditions.MAX_EXPRESSION) + "' == ''")
                        .message())
                .startsWith("compilation failed: ");
        assertThat(refused("(".repeat(300) + "true" + ")".repeat(300)).message())
                .startsWith("compilation failed: ");
        for (String hostile : List.of("(", "[", "{", "!", "-", "a.", "a[", "true?", "f(", "'")) {
            assertThat(LANGUAGE.compile(hostile.repeat(tooMany / hostile.length())))
                    .as(hostile)
                    .isInstanceOf(Compilation.Refused.class);
        }
    }

    @Test
    void an_evaluation_that_costs_too_much_fails_whatever_stands_beside_it() {
        List<Value> items = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            items.add(Value.of(i));
        }
        Map<String, Value> variables = new LinkedHashMap<>(VARIABLES);
        variables.put("object", object("list", new Value.ListValue(items), "text", "x".repeat(1 << 20)));

        for (String expression : List.of(
                "object.list.all(a, object.list.all(b, a >= 0 && b >= 0))",
                "object.list.all(a, object.list.all(b, a >= 0 && b >= 0)) || true",
                "object.list.all(a, !object.text.contains(string(a)))",
                "object.list.all(a, a in object.list)",
                "object.text.replace('x', object.text) == ''",
                "object.list.map(a, object.text).join() == ''")) {
            assertThat(evaluate(expression, variables)).as(expression).isInstanceOf(Outcome.Failed.class);
        }
        assertThat(evaluate("object.list.all(a, a >= 0)", variables)).isEqualTo(new Outcome.Holds());
    }
}
