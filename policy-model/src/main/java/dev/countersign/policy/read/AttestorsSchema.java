package dev.countersign.policy.read;

import static dev.countersign.policy.read.Schema.field;
import static dev.countersign.policy.read.Schema.flag;
import static dev.countersign.policy.read.Schema.object;
import static dev.countersign.policy.read.Schema.text;
import static dev.countersign.policy.read.Schema.textMap;

import dev.countersign.document.Value;
import java.util.OptionalLong;

/** Attestor sets: who must have signed. */
final class AttestorsSchema {
    private static final Value SHA256 = Value.of("sha256");

    static final Schema.Node REKOR =
            object("Rekor", field("url", text()).always(), field("pubkey", text()), field("ignoreTlog", flag()));

    static final Schema.Node CTLOG =
            object("CTLog", field("ignoreSCT", flag()), field("pubkey", text()), field("tsaCertChain", text()));

    static final Schema.Node SECRET = object(
            "SecretReference",
            field("name", text()).mandatory().always(),
            field("namespace", text()).mandatory().always());

    // Kyverno calls signatureAlgorithm below keys deprecated, yet its default there keeps the one beside keys from ever
    // counting (measured 70); so no warning sends anyone there.
    static final Schema.Node KEYS = object(
            "StaticKeyAttestor",
            field("publicKeys", text()),
            field("signatureAlgorithm", text()).orElse(SHA256),
            field("kms", text()),
            field("secret", SECRET),
            field("rekor", REKOR),
            field("ctlog", CTLOG));

    static final Schema.Node CERTIFICATES = object(
            "CertificateAttestor",
            field("cert", text()),
            field("certChain", text()),
            field("rekor", REKOR),
            field("ctlog", CTLOG));

    static final Schema.Node KEYLESS = object(
            "KeylessAttestor",
            field("rekor", REKOR),
            field("ctlog", CTLOG),
            field("issuer", text()),
            field("issuerRegExp", text()),
            field("subject", text()),
            field("subjectRegExp", text()),
            field("roots", text()),
            field("additionalExtensions", textMap()));

    static final Schema.Node ATTESTOR = object(
            "Attestor",
            field("keys", KEYS),
            field("certificates", CERTIFICATES),
            field("keyless", KEYLESS),
            field("attestor", new Schema.RawAttestors()),
            field("annotations", textMap()),
            field("repository", text()),
            field("signatureAlgorithm", text()).orElse(SHA256));

    static final Schema.Node SET = object(
            "AttestorSet",
            field("count", new Schema.Whole(OptionalLong.of(1), "")),
            field("entries", new Schema.ListOf(ATTESTOR)));

    private AttestorsSchema() {}
}
