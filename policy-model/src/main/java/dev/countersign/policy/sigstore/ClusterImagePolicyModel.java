package dev.countersign.policy.sigstore;

import static dev.countersign.policy.sigstore.SpecValidation.object;
import static dev.countersign.policy.sigstore.SpecValidation.text;

import dev.countersign.document.Location;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.policy.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the model of a document that got past validation, with policy-controller's defaults. */
final class ClusterImagePolicyModel {
    /** Where keyless certificates come from when no address is written. */
    private static final String PUBLIC_FULCIO = "https://fulcio.sigstore.dev";

    private ClusterImagePolicyModel() {}

    static ClusterImagePolicy of(ObjectValue document, Location location) {
        ObjectValue spec = document.object("spec").orElse(Value.EMPTY_OBJECT);
        String version = text(document, "apiVersion");
        List<Authority> authorities = new ArrayList<>();
        List<Value> written = spec.list("authorities");
        for (int i = 0; i < written.size(); i++) {
            Authority authority = authority(object(written.get(i)), i);
            authorities.add(
                    version.endsWith("/v1beta1") && isBare(authority.ctlog()) ? authority.withoutLog() : authority);
        }
        return new ClusterImagePolicy(
                document.object("metadata")
                        .map(metadata -> text(metadata, "name"))
                        .orElse(""),
                version,
                spec.list("images").stream()
                        .map(image -> GlobPattern.of(text(object(image), "glob")))
                        .toList(),
                text(spec, "mode").equals("warn") ? ClusterImagePolicy.Mode.WARN : ClusterImagePolicy.Mode.ENFORCE,
                spec.list("match").stream().map(match -> match(object(match))).toList(),
                authorities,
                location);
    }

    /** A log that says nothing is lost in v1beta1; in v1alpha1 it is one without TrustRoot. */
    private static boolean isBare(Optional<Authority.ContentLog> log) {
        return log.filter(found -> (found.url() + found.trustRootRef()).isEmpty())
                .isPresent();
    }

    private static MatchResource match(ObjectValue match) {
        return new MatchResource(
                text(match, "group"),
                text(match, "version"),
                text(match, "resource"),
                match.object("selector").map(ClusterImagePolicyModel::selector));
    }

    private static LabelSelector selector(ObjectValue selector) {
        return new LabelSelector(
                selector.texts("matchLabels"),
                selector.list("matchExpressions").stream()
                        .map(item -> object(item))
                        .map(item -> new LabelSelector.Requirement(
                                text(item, "key"), text(item, "operator"), texts(item.list("values"))))
                        .toList());
    }

    private static List<String> texts(List<Value> values) {
        return values.stream()
                .map(value -> value instanceof Value.StringValue found ? found.value() : "")
                .toList();
    }

    private static Authority authority(ObjectValue authority, int index) {
        String name = text(authority, "name");
        return new Authority(
                name.isEmpty() ? "authority-" + index : name,
                "spec.authorities[" + index + "]",
                signer(authority),
                authority.list("source").stream().findFirst().map(source -> source(object(source))),
                authority
                        .object("ctlog")
                        .map(log -> new Authority.ContentLog(text(log, "url"), text(log, "trustRootRef"))),
                authority
                        .object("rfc3161timestamp")
                        .map(stamp -> new Authority.Timestamps(text(stamp, "trustRootRef"))),
                authority.list("attestations").stream()
                        .map(item -> object(item))
                        .map(item -> new Authority.WantedAttestation(text(item, "name"), text(item, "predicateType")))
                        .toList(),
                text(authority, "signatureFormat").equals("bundle")
                        ? Authority.Format.BUNDLE
                        : Authority.Format.LEGACY);
    }

    private static Authority.Signer signer(ObjectValue authority) {
        Optional<ObjectValue> key = authority.object("key");
        if (key.isPresent()) {
            return new Authority.Key(key(key.get()));
        }
        Optional<ObjectValue> keyless = authority.object("keyless");
        if (keyless.isPresent()) {
            return keyless(keyless.get());
        }
        ObjectValue fixed = authority.object("static").orElse(Value.EMPTY_OBJECT);
        return new Authority.Static(text(fixed, "action").equals("pass"), text(fixed, "message"));
    }

    private static Authority.Keyless keyless(ObjectValue keyless) {
        Optional<Authority.KeyReference> caCert = keyless.object("ca-cert").map(ClusterImagePolicyModel::key);
        return new Authority.Keyless(
                keyless.text("url").orElse(caCert.isPresent() ? "" : PUBLIC_FULCIO),
                caCert,
                keyless.list("identities").stream()
                        .map(item -> object(item))
                        .map(item -> new Authority.Identity(
                                text(item, "issuer"),
                                text(item, "issuerRegExp"),
                                text(item, "subject"),
                                text(item, "subjectRegExp")))
                        .toList(),
                text(keyless, "trustRootRef"),
                keyless.get("insecureIgnoreSCT").filter(Value.of(true)::equals).isPresent());
    }

    private static Authority.KeyReference key(ObjectValue key) {
        String hash = AuthorityValidation.hash(text(key, "hashAlgorithm"));
        return new Authority.KeyReference(
                text(key, "data"),
                key.object("secretRef")
                        .map(secret -> new Authority.SecretReference(text(secret, "namespace"), text(secret, "name"))),
                text(key, "kms"),
                hash.isEmpty() ? "sha256" : hash);
    }

    private static Authority.Source source(ObjectValue source) {
        return new Authority.Source(
                text(source, "oci"),
                text(source, "tagPrefix"),
                source.list("signaturePullSecrets").stream()
                        .map(secret -> text(object(secret), "name"))
                        .toList());
    }
}
