package dev.countersign.trust.resource;

import dev.countersign.document.shape.Shape;
import java.util.Map;

/** What may stand in a TrustRoot. */
final class TrustRootShape {
    private TrustRootShape() {}

    private static Shape.Struct authority() {
        return Shape.struct(
                "CertificateAuthority",
                Map.of(
                        "subject",
                        Shape.struct("DistinguishedName", Map.of("organization", Shape.TEXT, "commonName", Shape.TEXT)),
                        "uri",
                        new Shape.Address(),
                        "certChain",
                        new Shape.Bytes()));
    }

    private static Shape.Struct log() {
        return Shape.struct(
                "TransparencyLogInstance",
                Map.of("baseURL", new Shape.Address(), "hashAlgorithm", Shape.TEXT, "publicKey", new Shape.Bytes()));
    }

    static Shape.Struct document() {
        Shape.Struct remote = Shape.struct(
                "Remote",
                Map.of(
                        "root",
                        new Shape.Bytes(),
                        "mirror",
                        new Shape.Address(),
                        "targets",
                        Shape.TEXT,
                        "trustedRootTarget",
                        Shape.TEXT));
        Shape.Struct repository = Shape.struct(
                "Repository",
                Map.of(
                        "root",
                        new Shape.Bytes(),
                        "mirrorFS",
                        new Shape.Bytes(),
                        "targets",
                        Shape.TEXT,
                        "trustedRootTarget",
                        Shape.TEXT));
        Shape.Struct keys = Shape.struct(
                "SigstoreKeys",
                Map.of(
                        "certificateAuthorities",
                        new Shape.ListOf(authority()),
                        "tLogs",
                        new Shape.ListOf(log()),
                        "ctLogs",
                        new Shape.ListOf(log()),
                        "timestampAuthorities",
                        new Shape.ListOf(authority())));
        return Shape.object(
                "TrustRoot",
                Shape.struct(
                        "TrustRootSpec", Map.of("remote", remote, "repository", repository, "sigstoreKeys", keys)));
    }
}
