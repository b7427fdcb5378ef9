package dev.countersign.policy.check;

import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import dev.countersign.policy.Attestor;
import dev.countersign.policy.AttestorIdentity;
import dev.countersign.policy.AttestorIdentity.CtLog;
import dev.countersign.policy.AttestorIdentity.Rekor;
import dev.countersign.policy.AttestorSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Attestors as JSON again, members in the order of Kyverno's structs. Its errors quote them as it has read them: sets that
 * are converted from deprecated fields stand in no document, and nested sets have none of the schema's defaults.
 */
final class AttestorJson {
    private final StringJoiner members = new StringJoiner(",", "{", "}");

    private AttestorJson() {}

    static String of(AttestorSet set) {
        AttestorJson json = new AttestorJson();
        set.count().ifPresent(count -> json.member("count", Integer.toString(count)));
        if (!set.entries().isEmpty()) {
            StringJoiner entries = new StringJoiner(",", "[", "]");
            set.entries().forEach(entry -> entries.add(of(entry)));
            json.member("entries", entries.toString());
        }
        return json.text();
    }

    static String of(Attestor attestor) {
        AttestorJson json = new AttestorJson();
        for (AttestorIdentity identity : attestor.identity()) {
            if (identity instanceof AttestorIdentity.Keys keys) {
                json.member("keys", of(keys));
            } else if (identity instanceof AttestorIdentity.Certificates certificates) {
                json.member("certificates", of(certificates));
            } else if (identity instanceof AttestorIdentity.Keyless keyless) {
                json.member("keyless", of(keyless));
            } else if (identity instanceof AttestorIdentity.Nested nested) {
                json.member("attestor", JsonText.compact(nested.raw()));
            }
        }
        return json.texts("annotations", attestor.annotations())
                .text("repository", attestor.repository())
                .text("signatureAlgorithm", attestor.signatureAlgorithm().orElse(""))
                .text();
    }

    static String of(AttestorIdentity.Keys keys) {
        AttestorJson json = new AttestorJson()
                .text("publicKeys", keys.publicKeys())
                .text("signatureAlgorithm", keys.signatureAlgorithm().orElse(""))
                .text("kms", keys.kms());
        keys.secret()
                .ifPresent(secret -> json.member(
                        "secret",
                        "{\"name\":" + JsonText.string(secret.name()) + ",\"namespace\":"
                                + JsonText.string(secret.namespace()) + "}"));
        return json.logs(keys.rekor(), keys.ctlog()).text();
    }

    static String of(AttestorIdentity.Certificates certificates) {
        return new AttestorJson()
                .text("cert", certificates.cert())
                .text("certChain", certificates.certChain())
                .logs(certificates.rekor(), certificates.ctlog())
                .text();
    }

    static String of(AttestorIdentity.Keyless keyless) {
        return new AttestorJson()
                .logs(keyless.rekor(), keyless.ctlog())
                .text("issuer", keyless.issuer())
                .text("issuerRegExp", keyless.issuerRegExp())
                .text("subject", keyless.subject())
                .text("subjectRegExp", keyless.subjectRegExp())
                .text("roots", keyless.roots())
                .texts("additionalExtensions", keyless.additionalExtensions())
                .text();
    }

    private AttestorJson logs(Optional<Rekor> rekor, Optional<CtLog> ctlog) {
        rekor.ifPresent(log -> member(
                "rekor",
                new AttestorJson()
                        .member("url", JsonText.string(log.url()))
                        .text("pubkey", log.pubkey())
                        .flag("ignoreTlog", log.ignoreTlog())
                        .text()));
        ctlog.ifPresent(log -> member(
                "ctlog",
                new AttestorJson()
                        .flag("ignoreSCT", log.ignoreSct())
                        .text("pubkey", log.pubkey())
                        .text("tsaCertChain", log.tsaCertChain())
                        .text()));
        return this;
    }

    /** Left out when empty, as the other kinds of members are. */
    private AttestorJson text(String name, String value) {
        return value.isEmpty() ? this : member(name, JsonText.string(value));
    }

    private AttestorJson flag(String name, boolean value) {
        return value ? member(name, "true") : this;
    }

    private AttestorJson texts(String name, Map<String, String> values) {
        if (values.isEmpty()) {
            return this;
        }
        Map<String, Value> texts = new LinkedHashMap<>();
        values.forEach((key, value) -> texts.put(key, Value.of(value)));
        return member(name, JsonText.compact(new Value.ObjectValue(texts)));
    }

    private AttestorJson member(String name, String json) {
        members.add(JsonText.string(name) + ":" + json);
        return this;
    }

    private String text() {
        return members.toString();
    }
}
