package dev.countersign.endtoend;

import dev.countersign.policy.Policy;
import dev.countersign.policy.read.PolicyReadException;
import dev.countersign.policy.read.PolicyReader;
import dev.countersign.testkit.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Writes policies as a person would, and reads them as the product does. */
final class PolicyText {
    private String kind = "ClusterPolicy";
    private String metadata;
    private final List<String> spec = new ArrayList<>();
    private final List<String> rules = new ArrayList<>();

    private PolicyText(String name) {
        this.metadata = "name: " + name;
    }

    static PolicyText named(String name) {
        return new PolicyText(name);
    }

    /** The policy {@code check} with the rule {@code verify} over Pods, of those entries. */
    static Policy check(String... entries) {
        return named("check").rule("verify", entries).read();
    }

    PolicyText in(String namespace) {
        kind = "Policy";
        metadata += ", namespace: " + namespace;
        return this;
    }

    PolicyText spec(String member) {
        spec.add(member);
        return this;
    }

    PolicyText rule(String name, String... entries) {
        return ruleWith(name, "match: {any: [{resources: {kinds: [Pod]}}]}", entries);
    }

    /** A rule with further members, in flow style. */
    PolicyText ruleWith(String name, String members, String... entries) {
        rules.add("{name: " + name + ", " + members + ", verifyImages: ["
                + Arrays.stream(entries).map(entry -> "{" + entry + "}").collect(Collectors.joining(", ")) + "]}");
        return this;
    }

    /** A rule of another kind. */
    PolicyText ruleOf(String name, String members, String kind) {
        rules.add("{name: " + name + ", " + members + ", " + kind + "}");
        return this;
    }

    Policy read() {
        String text = "{apiVersion: kyverno.io/v1, kind: " + kind + ", metadata: {" + metadata + "}, spec: {"
                + spec.stream().map(member -> member + ", ").collect(Collectors.joining()) + "rules: ["
                + String.join(", ", rules) + "]}}";
        try {
            return PolicyReader.read("policy.yaml", text.getBytes(StandardCharsets.UTF_8))
                    .orThrow()
                    .get(0);
        } catch (PolicyReadException e) {
            throw new IllegalStateException(text, e);
        }
    }

    /** An entry that enforces, over all images of the registry, with one attestor set. */
    static String entry(String... attestors) {
        return entryFor("registry.test/*", attestors);
    }

    static String entryFor(String references, String... attestors) {
        return "imageReferences: [\"" + references + "\"], failureAction: Enforce, attestors: [" + set(attestors) + "]";
    }

    static String set(String... attestors) {
        return "{entries: [" + String.join(", ", attestors) + "]}";
    }

    /** Without a log, so that nothing but the key counts. */
    static String key(SigningKey key) {
        return key(key.publicKey());
    }

    static String key(String publicKeys) {
        return "{keys: {publicKeys: " + quoted(publicKeys) + ", rekor: {ignoreTlog: true}, ctlog: {ignoreSCT: true}}}";
    }

    static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
