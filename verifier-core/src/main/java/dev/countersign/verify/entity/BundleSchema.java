package dev.countersign.verify.entity;

import static dev.countersign.document.proto.ProtoField.bytes;
import static dev.countersign.document.proto.ProtoField.bytesList;
import static dev.countersign.document.proto.ProtoField.enumeration;
import static dev.countersign.document.proto.ProtoField.integer;
import static dev.countersign.document.proto.ProtoField.message;
import static dev.countersign.document.proto.ProtoField.messages;
import static dev.countersign.document.proto.ProtoField.text;

import dev.countersign.document.proto.ProtoSchema;
import java.util.List;
import java.util.Map;

/** The protobuf messages of Sigstore bundles and of Rekor version 2's entries. */
final class BundleSchema {
    /** {@code dev.sigstore.common.v1.HashAlgorithm}, by number. */
    static final List<String> HASHES = List.of("", "SHA2_256", "SHA2_384", "SHA2_512", "SHA3_256", "SHA3_384");

    private static final Map<String, Integer> HASH_NUMBERS = Map.of(
            "HASH_ALGORITHM_UNSPECIFIED", 0, "SHA2_256", 1, "SHA2_384", 2, "SHA2_512", 3, "SHA3_256", 4, "SHA3_384", 5);

    private static final Map<String, Integer> KEY_DETAILS = Map.ofEntries(
            Map.entry("PUBLIC_KEY_DETAILS_UNSPECIFIED", 0),
            Map.entry("PKCS1_RSA_PKCS1V5", 1),
            Map.entry("PKCS1_RSA_PSS", 2),
            Map.entry("PKIX_RSA_PKCS1V5", 3),
            Map.entry("PKIX_RSA_PSS", 4),
            Map.entry("PKIX_ECDSA_P256_SHA_256", 5),
            Map.entry("PKIX_ECDSA_P256_HMAC_SHA_256", 6),
            Map.entry("PKIX_ED25519", 7),
            Map.entry("PKIX_ED25519_PH", 8),
            Map.entry("PKIX_RSA_PKCS1V15_2048_SHA256", 9),
            Map.entry("PKIX_RSA_PKCS1V15_3072_SHA256", 10),
            Map.entry("PKIX_RSA_PKCS1V15_4096_SHA256", 11),
            Map.entry("PKIX_ECDSA_P384_SHA_384", 12),
            Map.entry("PKIX_ECDSA_P521_SHA_512", 13),
            Map.entry("LMS_SHA256", 14),
            Map.entry("LMOTS_SHA256", 15),
            Map.entry("PKIX_RSA_PSS_2048_SHA256", 16),
            Map.entry("PKIX_RSA_PSS_3072_SHA256", 17),
            Map.entry("PKIX_RSA_PSS_4096_SHA256", 18),
            Map.entry("PKIX_ECDSA_P384_SHA_256", 19),
            Map.entry("PKIX_ECDSA_P521_SHA_256", 20),
            Map.entry("ML_DSA_65", 21),
            Map.entry("ML_DSA_87", 22),
            Map.entry("ML_DSA_44", 23));

    private static final ProtoSchema HASH_OUTPUT =
            ProtoSchema.of(enumeration("algorithm", HASH_NUMBERS), bytes("digest"));
    private static final ProtoSchema CERTIFICATE = ProtoSchema.of(bytes("rawBytes"));

    private static final ProtoSchema PROOF = ProtoSchema.of(
            integer("logIndex"),
            bytes("rootHash"),
            integer("treeSize"),
            bytesList("hashes"),
            message("checkpoint", ProtoSchema.of(text("envelope"))));

    private static final ProtoSchema LOG_ENTRY = ProtoSchema.of(
            integer("logIndex"),
            message("logId", ProtoSchema.of(bytes("keyId"))),
            message("kindVersion", ProtoSchema.of(text("kind"), text("version"))),
            integer("integratedTime"),
            message("inclusionPromise", ProtoSchema.of(bytes("signedEntryTimestamp"))),
            message("inclusionProof", PROOF),
            bytes("canonicalizedBody"));

    private static final String MATERIAL_CONTENT = "dev.sigstore.bundle.v1.VerificationMaterial.content";

    private static final ProtoSchema MATERIAL = ProtoSchema.of(
            message("publicKey", ProtoSchema.of(text("hint"))).in(MATERIAL_CONTENT),
            message("x509CertificateChain", ProtoSchema.of(messages("certificates", CERTIFICATE)))
                    .in(MATERIAL_CONTENT),
            message("certificate", CERTIFICATE).in(MATERIAL_CONTENT),
            messages("tlogEntries", LOG_ENTRY),
            message(
                    "timestampVerificationData",
                    ProtoSchema.of(messages("rfc3161Timestamps", ProtoSchema.of(bytes("signedTimestamp"))))));

    private static final ProtoSchema ENVELOPE = ProtoSchema.of(
            bytes("payload"),
            text("payloadType").alias("payloadType"),
            messages("signatures", ProtoSchema.of(bytes("sig"), text("keyid"))));

    private static final String BUNDLE_CONTENT = "dev.sigstore.bundle.v1.Bundle.content";

    /** {@code dev.sigstore.bundle.v1.Bundle}. */
    static final ProtoSchema BUNDLE = ProtoSchema.of(
            text("mediaType"),
            message("verificationMaterial", MATERIAL),
            message("messageSignature", ProtoSchema.of(message("messageDigest", HASH_OUTPUT), bytes("signature")))
                    .in(BUNDLE_CONTENT),
            message("dsseEnvelope", ENVELOPE).in(BUNDLE_CONTENT));

    private static final String VERIFIER_KIND = "dev.sigstore.rekor.v2.Verifier.verifier";

    private static final ProtoSchema TILED_SIGNATURE = ProtoSchema.of(
            bytes("content"),
            message(
                    "verifier",
                    ProtoSchema.of(
                            message("publicKey", ProtoSchema.of(bytes("rawBytes")))
                                    .in(VERIFIER_KIND),
                            message("x509Certificate", CERTIFICATE).in(VERIFIER_KIND),
                            enumeration("keyDetails", KEY_DETAILS))));

    /** {@code dev.sigstore.rekor.v2.Entry}; of its kinds only hashedrekord 0.0.2, which is the only one that verifies. */
    static final ProtoSchema TILED_ENTRY = ProtoSchema.of(
            text("kind"),
            text("apiVersion"),
            message(
                    "spec",
                    ProtoSchema.of(message(
                            "hashedRekordV002",
                            ProtoSchema.of(message("data", HASH_OUTPUT), message("signature", TILED_SIGNATURE))))));

    private BundleSchema() {}
}
