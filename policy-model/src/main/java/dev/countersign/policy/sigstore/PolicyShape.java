package dev.countersign.policy.sigstore;

import dev.countersign.document.shape.Shape;
import java.util.Map;

/** What may stand in a ClusterImagePolicy. */
final class PolicyShape {
    private PolicyShape() {}

    private static Shape.Struct policy() {
        return Shape.struct(
                "Policy",
                Map.of(
                        "type", Shape.TEXT,
                        "data", Shape.TEXT,
                        "remote",
                                Shape.struct(
                                        "RemotePolicy", Map.of("url", new Shape.Address(), "sha256sum", Shape.TEXT)),
                        "configMapRef",
                                Shape.struct(
                                        "ConfigMapReference",
                                        Map.of("name", Shape.TEXT, "namespace", Shape.TEXT, "key", Shape.TEXT)),
                        "fetchConfigFile", Shape.FLAG,
                        "includeSpec", Shape.FLAG,
                        "includeObjectMeta", Shape.FLAG,
                        "includeTypeMeta", Shape.FLAG));
    }

    private static Shape.Struct key() {
        return Shape.struct(
                "KeyRef",
                Map.of(
                        "data",
                        Shape.TEXT,
                        "kms",
                        Shape.TEXT,
                        "hashAlgorithm",
                        Shape.TEXT,
                        "secretRef",
                        new Shape.Struct(
                                "SecretReference", "v1", Map.of("name", Shape.TEXT, "namespace", Shape.TEXT))));
    }

    private static Shape.Struct keyless() {
        return Shape.struct(
                "KeylessRef",
                Map.of(
                        "url",
                        new Shape.Address(),
                        "identities",
                        new Shape.ListOf(Shape.struct(
                                "Identity",
                                Map.of(
                                        "issuer",
                                        Shape.TEXT,
                                        "subject",
                                        Shape.TEXT,
                                        "issuerRegExp",
                                        Shape.TEXT,
                                        "subjectRegExp",
                                        Shape.TEXT))),
                        "ca-cert",
                        key(),
                        "trustRootRef",
                        Shape.TEXT,
                        "insecureIgnoreSCT",
                        Shape.FLAG));
    }

    private static Shape.Struct authority() {
        return Shape.struct(
                "Authority",
                Map.of(
                        "name",
                        Shape.TEXT,
                        "key",
                        key(),
                        "keyless",
                        keyless(),
                        "static",
                        Shape.struct("StaticRef", Map.of("action", Shape.TEXT, "message", Shape.TEXT)),
                        "source",
                        new Shape.ListOf(Shape.struct(
                                "Source",
                                Map.of(
                                        "oci",
                                        Shape.TEXT,
                                        "tagPrefix",
                                        Shape.TEXT,
                                        "signaturePullSecrets",
                                        new Shape.ListOf(new Shape.Struct(
                                                "LocalObjectReference", "v1", Map.of("name", Shape.TEXT)))))),
                        "ctlog",
                        Shape.struct("TLog", Map.of("url", new Shape.Address(), "trustRootRef", Shape.TEXT)),
                        "rfc3161timestamp",
                        Shape.struct("RFC3161Timestamp", Map.of("trustRootRef", Shape.TEXT)),
                        "attestations",
                        new Shape.ListOf(Shape.struct(
                                "Attestation",
                                Map.of("name", Shape.TEXT, "predicateType", Shape.TEXT, "policy", policy()))),
                        "signatureFormat",
                        Shape.TEXT));
    }

    private static Shape.Struct match() {
        return Shape.struct(
                "MatchResource",
                Map.of(
                        "group",
                        Shape.TEXT,
                        "version",
                        Shape.TEXT,
                        "resource",
                        Shape.TEXT,
                        "selector",
                        new Shape.Struct(
                                "LabelSelector",
                                "v1",
                                Map.of(
                                        "matchLabels",
                                        new Shape.TextMap(),
                                        "matchExpressions",
                                        new Shape.ListOf(new Shape.Struct(
                                                "LabelSelectorRequirement",
                                                "v1",
                                                Map.of(
                                                        "key",
                                                        Shape.TEXT,
                                                        "operator",
                                                        Shape.TEXT,
                                                        "values",
                                                        new Shape.ListOf(Shape.TEXT))))))));
    }

    /** A whole document. */
    static Shape.Struct clusterImagePolicy() {
        return Shape.object(
                "ClusterImagePolicy",
                Shape.struct(
                        "ClusterImagePolicySpec",
                        Map.of(
                                "images",
                                new Shape.ListOf(Shape.struct("ImagePattern", Map.of("glob", Shape.TEXT))),
                                "authorities",
                                new Shape.ListOf(authority()),
                                "policy",
                                policy(),
                                "mode",
                                Shape.TEXT,
                                "match",
                                new Shape.ListOf(match()))));
    }
}
