package dev.countersign.policy.sigstore;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.document.shape.FieldErrors;
import dev.countersign.expression.function.GoSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * policy-controller's own validation of a ClusterImagePolicy, word for word, after its defaults. Private keys are left out of the
 * texts.
 */
final class SpecValidation {
    private static final Set<String> RESOURCES =
            Set.of("deployments", "pods", "daemonsets", "jobs", "statefulsets", "replicasets", "cronjobs");
    private static final List<String> OBJECT_FLAGS =
            List.of("fetchConfigFile", "includeSpec", "includeObjectMeta", "includeTypeMeta");

    private final ClusterImagePolicyReader.Options options;
    private final FieldErrors errors = new FieldErrors();

    private SpecValidation(ClusterImagePolicyReader.Options options) {
        this.options = options;
    }

    static FieldErrors of(ObjectValue spec, ClusterImagePolicyReader.Options options) {
        SpecValidation validation = new SpecValidation(options);
        validation.spec(spec);
        return validation.errors;
    }

    private void spec(ObjectValue spec) {
        List<Value> images = spec.list("images");
        if (images.isEmpty()) {
            errors.missing("spec.images");
        }
        for (int i = 0; i < images.size(); i++) {
            String at = "spec.images[" + i + "].glob";
            String glob = text(object(images.get(i)), "glob");
            if (glob.isEmpty()) {
                errors.missing(at);
            } else {
                GlobPattern.error(glob).ifPresent(why -> errors.invalid(glob, at, "glob is invalid: " + why));
            }
        }
        List<Value> authorities = spec.list("authorities");
        if (authorities.isEmpty() && options.failOnEmptyAuthorities()) {
            errors.missing("spec.authorities");
        }
        AuthorityValidation of = new AuthorityValidation(errors, options.systemNamespace());
        for (int i = 0; i < authorities.size(); i++) {
            of.authority(object(authorities.get(i)), "spec.authorities[" + i + "]");
        }
        String mode = text(spec, "mode");
        if (!mode.isEmpty() && !mode.equals("enforce") && !mode.equals("warn")) {
            errors.invalid(mode, "spec.mode", "unsupported mode");
        }
        List<Value> match = spec.list("match");
        for (int i = 0; i < match.size(); i++) {
            ObjectValue resource = object(match.get(i));
            String name = text(resource, "resource");
            if (!name.isEmpty() && !RESOURCES.contains(name)) {
                errors.invalid(name, "spec.match[" + i + "].resource", "unsupported resource name");
            }
            boolean anything = (name + text(resource, "version") + text(resource, "group")).isEmpty();
            if (anything && resource.object("selector").isPresent()) {
                errors.invalid(
                        "", "spec.match[" + i + "].selector", "selector requires a resource type to match the labels");
            }
        }
        // The paths lack the member's name, as in policy-controller.
        spec.object("policy").ifPresent(policy -> policy(errors, policy, "spec", true));
    }

    /** A CUE or Rego policy; it is never evaluated here, but what is wrong with it is told all the same. */
    static void policy(FieldErrors errors, ObjectValue policy, String at, boolean ofSpec) {
        String type = text(policy, "type");
        if (!type.equals("cue") && !type.equals("rego")) {
            errors.invalid(type, at + ".type", "only [cue,rego] are supported at the moment");
        }
        boolean data = !text(policy, "data").isEmpty();
        Optional<ObjectValue> remote = policy.object("remote");
        Optional<ObjectValue> map = policy.object("configMapRef");
        int sources = (data ? 1 : 0) + (remote.isPresent() ? 1 : 0) + (map.isPresent() ? 1 : 0);
        String[] names = {at + ".data", at + ".remote", at + ".configMapRef"};
        if (sources == 0) {
            errors.missing(names);
        } else if (sources > 1) {
            errors.multipleOneOf(names);
        }
        map.ifPresent(found -> {
            requireText(errors, found, "name", at + ".configMapRef.name");
            requireText(errors, found, "key", at + ".configMapRef.key");
        });
        remote.ifPresent(found -> {
            String url = text(found, "url");
            if (!url.toLowerCase(Locale.ROOT).startsWith("https:")
                    || GoSyntax.urlHost(url).isEmpty()) {
                errors.invalid(url, at + ".remote.url", "url valid is invalid. host and https scheme are expected");
            }
            requireText(errors, found, "sha256sum", at + ".remote.sha256sum");
        });
        List<String> flags = new ArrayList<>();
        for (String flag : OBJECT_FLAGS) {
            if (!ofSpec
                    && policy.get(flag)
                            .filter(Value.BooleanValue.class::isInstance)
                            .isPresent()) {
                flags.add(at + "." + flag);
            }
        }
        if (!flags.isEmpty()) {
            errors.disallowed(flags);
        }
    }

    static void requireText(FieldErrors errors, ObjectValue object, String name, String path) {
        if (text(object, name).isEmpty()) {
            errors.missing(path);
        }
    }

    static ObjectValue object(Value value) {
        return value instanceof ObjectValue found ? found : Value.EMPTY_OBJECT;
    }

    static String text(ObjectValue object, String name) {
        return object.text(name).orElse("");
    }
}
