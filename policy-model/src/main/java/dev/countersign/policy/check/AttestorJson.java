package dev.countersign.policy.check;

import dev.countersign.document.Value;
import dev.countersign.policy.Attestor;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.AttestorIdentity.CtLog;
import dev.countersign.policy.AttestorIdentity.Rekor;
import dev.countersign.policy.AttestorSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Attestors as JSON again. Kyverno quotes them as it has read them: sets that are converted from deprecated fields stand in
 * no document, and nested sets have none of the schema's defaults.
 */
final class AttestorJson {
    private AttestorJson() {}

    static Value json(AttestorSet set) {
        Map<String, Value> members = new LinkedHashMap<>();
        set.count().ifPresent(count -> members.put("count", Value.of((long) count)));
        List<Value> entries = new ArrayList<>();
        set.entries().forEach(entry -> entries.add(json(entry)));
        members.put("entries", new Value.ListValue(entries));
        return new Value.ObjectValue(members);
    }

    static Value json(Attestor attestor) {
        Map<String, Value> members = new LinkedHashMap<>();
        for (AttestorIdentity identity : attestor.identity()) {
            if (identity instanceof AttestorIdentity.Keys keys) {
                members.put("keys", json(keys));
            } else if (identity instanceof AttestorIdentity.Certificates certificates) {
                members.put("certificates", json(certificates));
            } else if (identity instanceof AttestorIdentity.Keyless keyless) {
                members.put("keyless", json(keyless));
            } else if (identity instanceof AttestorIdentity.Nested nested) {
                members.put("attestor", nested.raw());
            }
        }
        members.put("annotations", texts(attestor.annotations()));
        members.put("repository", Value.of(attestor.repository()));
        members.put("signatureAlgorithm", Value.of(attestor.signatureAlgorithm().orElse("")));
        return new Value.ObjectValue(members);
    }

    static Value json(AttestorIdentity.Keys keys) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("publicKeys", Value.of(keys.publicKeys()));
        members.put("signatureAlgorithm", Value.of(keys.signatureAlgorithm().orElse("")));
        members.put("kms", Value.of(keys.kms()));
        keys.secret()
                .ifPresent(secret ->
                        members.put("secret", texts(Map.of("name", secret.name(), "namespace", secret.namespace()))));
        logs(keys.rekor(), keys.ctlog(), members);
        return new Value.ObjectValue(members);
    }

    static Value json(AttestorIdentity.Certificates certificates) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("cert", Value.of(certificates.cert()));
        members.put("certChain", Value.of(certificates.certChain()));
        logs(certificates.rekor(), certificates.ctlog(), members);
        return new Value.ObjectValue(members);
    }

    static Value json(AttestorIdentity.Keyless keyless) {
        Map<String, Value> members = new LinkedHashMap<>();
        logs(keyless.rekor(), keyless.ctlog(), members);
        members.put("issuer", Value.of(keyless.issuer()));
        members.put("issuerRegExp", Value.of(keyless.issuerRegExp()));
        members.put("subject", Value.of(keyless.subject()));
        members.put("subjectRegExp", Value.of(keyless.subjectRegExp()));
        members.put("roots", Value.of(keyless.roots()));
        members.put("additionalExtensions", texts(keyless.additionalExtensions()));
        return new Value.ObjectValue(members);
    }

    private static void logs(Optional<Rekor> rekor, Optional<CtLog> ctlog, Map<String, Value> members) {
        rekor.ifPresent(log -> members.put(
                "rekor",
                new Value.ObjectValue(Map.of(
                        "url", Value.of(log.url()),
                        "pubkey", Value.of(log.pubkey()),
                        "ignoreTlog", Value.of(log.ignoreTlog())))));
        ctlog.ifPresent(log -> members.put(
                "ctlog",
                new Value.ObjectValue(Map.of(
                        "ignoreSCT", Value.of(log.ignoreSct()),
                        "pubkey", Value.of(log.pubkey()),
                        "tsaCertChain", Value.of(log.tsaCertChain())))));
    }

    private static Value texts(Map<String, String> texts) {
        Map<String, Value> members = new LinkedHashMap<>();
        texts.forEach((key, text) -> members.put(key, Value.of(text)));
        return new Value.ObjectValue(members);
    }
}
