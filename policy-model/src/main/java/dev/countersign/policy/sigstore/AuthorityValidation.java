package dev.countersign.policy.sigstore;

import static dev.countersign.policy.sigstore.SpecValidation.object;
import static dev.countersign.policy.sigstore.SpecValidation.requireText;
import static dev.countersign.policy.sigstore.SpecValidation.text;

import dev.countersign.document.GoText;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.document.shape.FieldErrors;
import dev.countersign.expression.function.GoSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The validation of one authority. */
final class AuthorityValidation {
    /** The hashes that a key may be used with. */
    static final Set<String> HASHES = Set.of("sha224", "sha256", "sha384", "sha512");

    private final FieldErrors errors;
    private final String systemNamespace;

    AuthorityValidation(FieldErrors errors, String systemNamespace) {
        this.errors = errors;
        this.systemNamespace = systemNamespace;
    }

    void authority(ObjectValue authority, String at) {
        List<String> signers = Stream.of("key", "keyless", "static")
                .filter(name -> authority.object(name).isPresent())
                .toList();
        String[] names = {at + ".key", at + ".keyless", at + ".static"};
        if (signers.size() != 1) {
            // Nothing else is told then.
            if (signers.isEmpty()) {
                errors.missingOneOf(names);
            } else {
                errors.multipleOneOf(names);
            }
            return;
        }
        authority.object("key").ifPresent(key -> key(key, at + ".key"));
        authority.object("keyless").ifPresent(keyless -> keyless(keyless, at + ".keyless"));
        authority.object("static").ifPresent(fixed -> fixed(authority, fixed, at));
        List<Value> sources = authority.list("source");
        if (sources.size() > 1) {
            errors.invalid("source", at + ".source", "only single source is supported");
        }
        if (sources.size() == 1) {
            source(object(sources.get(0)), at + ".source[0]");
        }
        for (Value attestation : authority.list("attestations")) {
            attestation(object(attestation), at + ".attestations");
        }
    }

    private void key(ObjectValue key, String at) {
        String data = text(key, "data");
        String kms = text(key, "kms");
        Optional<ObjectValue> secret = key.object("secretRef");
        int stated = (data.isEmpty() ? 0 : 1) + (kms.isEmpty() ? 0 : 1) + (secret.isPresent() ? 1 : 0);
        String[] names = {at + ".data", at + ".kms", at + ".secretref"};
        if (stated == 0) {
            errors.missingOneOf(names);
        } else if (stated > 1) {
            errors.multipleOneOf(names);
        }
        if (!data.isEmpty() && !GoSyntax.isPublicKey(data)) {
            errors.invalid(data, at + ".data", "");
        }
        if (!kms.isEmpty()) {
            KeyNames.error(kms).ifPresent(why -> errors.invalid(kms, at + ".kms", why));
        }
        String namespace = secret.map(found -> text(found, "namespace")).orElse("");
        if (!namespace.isEmpty() && !namespace.equals(systemNamespace)) {
            errors.invalid(
                    namespace,
                    at + ".secretref.namespace",
                    "secretref.namespace is invalid. If set, it should use the same namespace where the policy-controller was"
                            + " deployed");
        }
        String hash = text(key, "hashAlgorithm");
        if (!hash.isEmpty() && !HASHES.contains(hash(hash))) {
            errors.invalid(hash, at + ".hashAlgorithm", "");
        }
    }

    /** A hash as policy-controller compares its name. */
    static String hash(String written) {
        return GoText.trimSpace(written).toLowerCase(Locale.ROOT);
    }

    private void keyless(ObjectValue keyless, String at) {
        Optional<ObjectValue> caCert = keyless.object("ca-cert");
        if (caCert.isPresent() && keyless.text("url").isPresent()) {
            errors.multipleOneOf(at + ".url", at + ".ca-cert");
        }
        caCert.ifPresent(key -> key(key, at + ".ca-cert"));
        List<Value> identities = keyless.list("identities");
        if (identities.isEmpty()) {
            errors.missing(at + ".identities");
        }
        for (int i = 0; i < identities.size(); i++) {
            ObjectValue identity = object(identities.get(i));
            identity(identity, "issuer", at + ".identities[" + i + "]");
            identity(identity, "subject", at + ".identities[" + i + "]");
        }
    }

    private void identity(ObjectValue identity, String name, String at) {
        String exact = text(identity, name);
        String expression = text(identity, name + "RegExp");
        if (exact.isEmpty() && expression.isEmpty()) {
            errors.missing(at + "." + name, at + "." + name + "RegExp");
        } else if (!exact.isEmpty() && !expression.isEmpty()) {
            errors.multipleOneOf(at + "." + name, at + "." + name + "RegExp");
        }
        if (!expression.isEmpty()) {
            GoSyntax.regexError(expression)
                    .ifPresent(
                            why -> errors.invalid(expression, at + "." + name + "RegExp", "regex is invalid: " + why));
        }
    }

    private void fixed(ObjectValue authority, ObjectValue fixed, String at) {
        String action = text(fixed, "action");
        if (action.isEmpty()) {
            errors.missing(at + ".static.action");
        } else if (!action.equals("pass") && !action.equals("fail")) {
            errors.invalid(action, at + ".static.action", "unsupported action");
        }
        List<String> meaningless = new ArrayList<>();
        if (!authority.list("attestations").isEmpty()) {
            meaningless.add("attestations");
        }
        if (!authority.list("source").isEmpty()) {
            meaningless.add("source");
        }
        if (authority.object("ctlog").isPresent()) {
            meaningless.add("ctlog");
        }
        if (authority.object("rfc3161timestamp").isPresent()) {
            meaningless.add("rfc3161timestamp");
        }
        for (String name : meaningless) {
            errors.multipleOneOf(at + ".static", at + "." + name);
        }
    }

    private void source(ObjectValue source, String at) {
        List<Value> secrets = source.list("signaturePullSecrets");
        // Each secret without a name stands before the paths of all that was found until then, as in policy-controller.
        List<String> steps = new ArrayList<>();
        for (int i = secrets.size() - 1; i >= 0; i--) {
            if (text(object(secrets.get(i)), "name").isEmpty()) {
                steps.add(".signaturePullSecrets[" + i + "]");
            }
        }
        String oci = text(source, "oci");
        if (!oci.isEmpty()) {
            RepositoryName.error(oci).ifPresent(why -> errors.invalid(oci, at + String.join("", steps) + ".oci", why));
        }
        for (int i = 1; i <= steps.size(); i++) {
            errors.missing(at + String.join("", steps.subList(0, i)) + ".name");
        }
    }

    private void attestation(ObjectValue attestation, String at) {
        requireText(errors, attestation, "name", at + ".name");
        String type = text(attestation, "predicateType");
        if (type.isEmpty()) {
            errors.missing(at + ".predicateType");
        } else if (!GoSyntax.isRequestUri(type)) {
            errors.warnInvalid(type, at + ".predicateType", "deprecated value, please use RFC 3986 conformant values");
        }
        attestation.object("policy").ifPresent(policy -> SpecValidation.policy(errors, policy, at + ".policy", false));
    }
}
