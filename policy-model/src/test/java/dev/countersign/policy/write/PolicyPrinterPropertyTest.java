package dev.countersign.policy.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.document.JsonText;
import dev.countersign.document.Located;
import dev.countersign.document.Location;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ListValue;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.policy.Policy;
import dev.countersign.policy.read.PolicyReader;
import dev.countersign.policy.read.PolicyReading;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.assertj.core.api.InstanceOfAssertFactories;

/** What is printed reads as the same policy. */
class PolicyPrinterPropertyTest {
    private static final int DEPTH = 3;

    @Property(tries = 150, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
    void printing_and_reading_gives_the_same_policy(@ForAll("policies") ObjectValue document) {
        Policy policy = read(JsonText.inOrder(document));

        assertThat(withoutPlaces(read(PolicyPrinter.yaml(policy)))).isEqualTo(withoutPlaces(policy));
        assertThat(withoutPlaces(read(PolicyPrinter.json(policy)))).isEqualTo(withoutPlaces(policy));
    }

    @Property(tries = 150, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
    void what_is_printed_is_printed_again_as_it_stands(@ForAll("policies") ObjectValue document) {
        String yaml = PolicyPrinter.yaml(read(JsonText.inOrder(document)));

        assertThat(PolicyPrinter.yaml(read(yaml))).isEqualTo(yaml);
    }

    @Property(tries = 1000, shrinking = ShrinkingMode.BOUNDED)
    void any_text_reads_as_it_was_printed(@ForAll("any") String text) {
        Policy policy = read(JsonText.inOrder(policy(Value.of(text), Map.of())));

        assertThat(read(PolicyPrinter.yaml(policy)).spec().rules().get(0).document())
                .extracting(rule -> rule.list("context").get(0), InstanceOfAssertFactories.type(ObjectValue.class))
                .isEqualTo(new ObjectValue(Map.of(
                        "name", Value.of("data"), "variable", new ObjectValue(Map.of("value", Value.of(text))))));
    }

    @Provide
    Arbitrary<ObjectValue> policies() {
        Arbitrary<Map<String, Value>> entry = fields(Map.ofEntries(
                Map.entry("type", oneOf("Cosign", "SigstoreBundle")),
                Map.entry("failureAction", oneOf("Audit", "Enforce")),
                Map.entry("mutateDigest", flag()),
                Map.entry("verifyDigest", flag()),
                Map.entry("required", flag()),
                Map.entry("useCache", flag()),
                Map.entry("repository", text()),
                Map.entry("image", text()),
                Map.entry("imageReferences", list(text())),
                Map.entry("skipImageReferences", list(text())),
                Map.entry("annotations", texts()),
                Map.entry("attestors", list(set(DEPTH))),
                Map.entry("attestations", list(attestation())),
                Map.entry(
                        "validate",
                        object(Map.of("message", text(), "deny", object(Map.of("conditions", conditions()))))),
                Map.entry(
                        "imageRegistryCredentials",
                        object(Map.of(
                                "allowInsecureRegistry", flag(),
                                "providers", list(oneOf("default", "amazon")),
                                "secrets", list(text()))))));
        Arbitrary<Value> data = json(DEPTH);
        return entry.flatMap(stated -> data.map(value -> policy(value, stated)));
    }

    @Provide
    Arbitrary<String> any() {
        Arbitrary<String> odd = Arbitraries.of(
                "y",
                "NO",
                "null",
                "~",
                "1",
                "1.0",
                "1e3",
                "0x1F",
                "0o7",
                "12:30:45",
                "2001-01-01",
                ".inf",
                "- a",
                "a: b",
                "a #b",
                "{{ x }}",
                "'",
                "\"",
                "\\",
                "%",
                "@",
                "`",
                "*a",
                "&a",
                "!a",
                "|",
                ">",
                "? a",
                ": a",
                "=",
                "<<",
                "---",
                "...",
                "a\n---\nb",
                "a\n",
                "a\n\n",
                "\na",
                " a\nb",
                "a\n b",
                "a \nb",
                "a\tb\n",
                "\t",
                "a\r\nb",
                "\u0085",
                "\u2028",
                "\uFEFF",
                "\u007F",
                "\u0000",
                "\uD83D\uDE00",
                "é",
                "-----BEGIN X-----\nAA\n");
        Arbitrary<String> chars = Arbitraries.strings()
                .withChars(" \n\t:-#'\"\\{}[],&*!|>%@`?=~abyYnN019.é\u0001\u0085\u2029")
                .ofMaxLength(12);
        return Arbitraries.oneOf(
                odd,
                chars,
                Arbitraries.strings().withCharRange('\u0000', '\uD7FF').ofMaxLength(8));
    }

    private Arbitrary<Value> text() {
        return any().map(Value::of);
    }

    private Arbitrary<Value> texts() {
        return Arbitraries.maps(Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(5), text())
                .ofMaxSize(3)
                .map(ObjectValue::new);
    }

    private Arbitrary<Value> set(int depth) {
        Arbitrary<Value> rekor = object(Map.of("url", text(), "pubkey", text(), "ignoreTlog", flag()));
        Arbitrary<Value> ctlog = object(Map.of("ignoreSCT", flag(), "pubkey", text(), "tsaCertChain", text()));
        Arbitrary<Value> keys = object(Map.of(
                "publicKeys",
                text(),
                "signatureAlgorithm",
                oneOf("", "sha512"),
                "kms",
                text(),
                "rekor",
                rekor,
                "ctlog",
                ctlog));
        Arbitrary<Value> keyless = object(Map.of(
                "subject", text(), "issuer", text(), "roots", text(), "additionalExtensions", texts(), "rekor", rekor));
        Map<String, Arbitrary<Value>> fields = new LinkedHashMap<>(Map.of(
                "keys", keys, "keyless", keyless, "annotations", texts(), "signatureAlgorithm", oneOf("", "sha224")));
        if (depth > 0) {
            fields.put("attestor", set(depth - 1));
        }
        return object(
                Map.of("count", Arbitraries.longs().between(1, 5).map(Value::of), "entries", list(object(fields))));
    }

    private Arbitrary<Value> attestation() {
        return object(Map.of(
                "name",
                text(),
                "type",
                text(),
                "predicateType",
                text(),
                "attestors",
                list(set(0)),
                "conditions",
                list(conditions())));
    }

    private Arbitrary<Value> conditions() {
        Arbitrary<Value> condition = object(Map.of(
                        "key", json(1), "operator", oneOf("Equals", "AnyIn"), "value", json(1), "message", text()))
                .map(found -> ((ObjectValue) found).with("operator", Value.of("Equals")));
        return object(Map.of("any", list(condition), "all", list(condition)));
    }

    private Arbitrary<Value> json(int depth) {
        Arbitrary<Value> scalar = Arbitraries.oneOf(
                text(),
                flag(),
                Arbitraries.longs().map(Value::of),
                Arbitraries.doubles().map(number -> (Value) new Value.FloatValue(number)));
        return depth == 0
                ? scalar
                : Arbitraries.oneOf(
                        scalar,
                        list(json(depth - 1)),
                        Arbitraries.maps(any(), json(depth - 1)).ofMaxSize(3).map(ObjectValue::new));
    }

    private static Arbitrary<Value> flag() {
        return Arbitraries.of(true, false).map(Value::of);
    }

    private static Arbitrary<Value> oneOf(String... texts) {
        return Arbitraries.of(texts).map(Value::of);
    }

    private static Arbitrary<Value> list(Arbitrary<Value> items) {
        return items.list().ofMaxSize(2).map(ListValue::new);
    }

    private static Arbitrary<Value> object(Map<String, Arbitrary<Value>> fields) {
        return fields(fields).map(ObjectValue::new);
    }

    /** Any selection of the fields. */
    private static Arbitrary<Map<String, Value>> fields(Map<String, Arbitrary<Value>> fields) {
        Arbitrary<Map<String, Value>> all = Arbitraries.just(Map.of());
        for (Map.Entry<String, Arbitrary<Value>> field : fields.entrySet()) {
            all = all.flatMap(before -> field.getValue().optional(0.5).map(value -> {
                Map<String, Value> after = new LinkedHashMap<>(before);
                value.ifPresent(found -> after.put(field.getKey(), found));
                return after;
            }));
        }
        return all;
    }

    private static ObjectValue policy(Value data, Map<String, Value> entry) {
        ObjectValue context = object("name", Value.of("data"), "variable", object("value", data));
        ObjectValue kinds = object("kinds", Value.ofTexts(List.of("Pod")));
        ObjectValue rule = object(
                "name",
                Value.of("verify"),
                "match",
                object("any", new ListValue(List.of(object("resources", kinds)))),
                "context",
                new ListValue(List.of(context)),
                "verifyImages",
                new ListValue(List.of(new ObjectValue(entry))));
        return object(
                "apiVersion",
                Value.of("kyverno.io/v1"),
                "kind",
                Value.of("ClusterPolicy"),
                "metadata",
                object("name", Value.of("check")),
                "spec",
                object("rules", new ListValue(List.of(rule))));
    }

    private static ObjectValue object(Object... namesAndValues) {
        Map<String, Value> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], (Value) namesAndValues[i + 1]);
        }
        return new ObjectValue(members);
    }

    private static Policy read(String text) {
        PolicyReading reading = PolicyReader.read("policy", text.getBytes(StandardCharsets.UTF_8));
        assertThat(reading.policies()).as("%s in %s", reading.issues(), text).hasSize(1);
        return reading.policies().get(0);
    }

    private static Policy withoutPlaces(Policy policy) {
        return new Policy(
                policy.kind(),
                policy.apiVersion(),
                policy.metadata(),
                policy.spec(),
                new Located.LocatedObject(Location.of(""), List.of()));
    }
}
