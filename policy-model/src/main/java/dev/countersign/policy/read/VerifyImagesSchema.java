package dev.countersign.policy.read;

import static dev.countersign.policy.read.Schema.field;
import static dev.countersign.policy.read.Schema.flag;
import static dev.countersign.policy.read.Schema.object;
import static dev.countersign.policy.read.Schema.oneOf;
import static dev.countersign.policy.read.Schema.text;
import static dev.countersign.policy.read.Schema.textMap;
import static dev.countersign.policy.read.Schema.texts;

import dev.countersign.document.Value;

/** One entry of {@code verifyImages}. */
final class VerifyImagesSchema {
    private static final Value TRUE = Value.of(true);
    private static final String KEYLESS = "Write it below attestors[].entries[].keyless";

    static final Schema.Node CREDENTIALS = object(
            "ImageRegistryCredentials",
            field("allowInsecureRegistry", flag()),
            field("providers", new Schema.ListOf(oneOf("default", "amazon", "azure", "google", "github"))),
            field("secrets", texts()));

    static final Schema.Node ATTESTATION = object(
            "Attestation",
            field("name", text()),
            field("predicateType", text()).always().deprecated("Write type instead"),
            field("type", text()).always(),
            field("attestors", new Schema.ListOf(AttestorsSchema.SET)).always(),
            field("conditions", new Schema.ListOf(ConditionsSchema.ATTESTATION)));

    static final Schema.Node VALIDATION = object(
            "ValidateImageVerification",
            field("message", text()),
            field("deny", object("Deny", field("conditions", new Schema.RawConditions()))));

    /** {@code kyverno.io/v1}. */
    static final Schema.Node V1 = object(
            "ImageVerification",
            field("failureAction", oneOf("Audit", "Enforce")),
            field("type", oneOf("Cosign", "SigstoreBundle", "Notary")),
            field("image", text()).deprecated("Write it as an item of imageReferences"),
            field("imageReferences", texts()),
            field("skipImageReferences", texts()),
            field("key", text()).deprecated("Write it as attestors[].entries[].keys.publicKeys"),
            field("roots", text()).deprecated(KEYLESS),
            field("subject", text()).deprecated(KEYLESS),
            field("issuer", text()).deprecated(KEYLESS),
            field("additionalExtensions", textMap()).deprecated(KEYLESS),
            field("attestors", new Schema.ListOf(AttestorsSchema.SET)),
            field("attestations", new Schema.ListOf(ATTESTATION)),
            field("annotations", textMap()).deprecated("Write it below attestors[].entries[]"),
            field("repository", text()),
            field("cosignOCI11", flag()),
            field("mutateDigest", flag()).orElse(TRUE).always(),
            field("verifyDigest", flag()).orElse(TRUE).always(),
            field("validate", VALIDATION).always(),
            field("required", flag()).orElse(TRUE).always(),
            field("imageRegistryCredentials", CREDENTIALS),
            field("useCache", flag()).orElse(TRUE).always());

    /** {@code kyverno.io/v2beta1}: without the deprecated fields. */
    static final Schema.Node V2BETA1 = V1.without(
            "image", "key", "roots", "subject", "issuer", "additionalExtensions", "annotations", "cosignOCI11");

    private VerifyImagesSchema() {}
}
