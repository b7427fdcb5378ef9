package dev.countersign.policy.check;

import dev.countersign.policy.KindSelector;
import dev.countersign.policy.ResourceFilter;
import dev.countersign.policy.Rule;
import dev.countersign.policy.RuleKind;
import java.util.List;
import java.util.Optional;

/** {@code kinds} of every rule, generated ones too: the kind {@code *}, and kinds that the cluster does not serve. */
final class KindChecks {
    private static final String ANY_KIND = "*";

    private final boolean background;
    private final KindDiscovery discovery;

    KindChecks(boolean background, KindDiscovery discovery) {
        this.background = background;
        this.discovery = discovery;
    }

    /** The warning that ends all checking, if any. */
    Optional<String> check(List<Rule> rules) throws PolicyRefused {
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            String path = "spec.rules[" + i + "]";
            Optional<String> warning = check(rule, rule.match().any(), path + ".match.any");
            if (warning.isEmpty()) {
                warning = check(rule, rule.match().all(), path + ".match.all");
            }
            if (warning.isEmpty()) {
                warning = kinds(rule, rule.match().inline().resources().kinds(), path + ".match.kinds");
            }
            if (warning.isEmpty() && rule.exclude().isPresent()) {
                warning = exclude(rule, path + ".exclude");
            }
            if (warning.isPresent()) {
                return warning;
            }
        }
        return Optional.empty();
    }

    private Optional<String> exclude(Rule rule, String path) throws PolicyRefused {
        if (rule.exclude().isEmpty()) {
            return Optional.empty();
        }
        Optional<String> warning = check(rule, rule.exclude().get().any(), path + ".any");
        if (warning.isEmpty()) {
            warning = check(rule, rule.exclude().get().all(), path + ".all");
        }
        return warning.isPresent()
                ? warning
                : kinds(rule, rule.exclude().get().inline().resources().kinds(), path + ".kinds");
    }

    private Optional<String> check(Rule rule, List<ResourceFilter> filters, String path) throws PolicyRefused {
        for (int i = 0; i < filters.size(); i++) {
            Optional<String> warning = kinds(rule, filters.get(i).resources().kinds(), path + "[" + i + "].kinds");
            if (warning.isPresent()) {
                return warning;
            }
        }
        return Optional.empty();
    }

    private Optional<String> kinds(Rule rule, List<String> kinds, String path) throws PolicyRefused {
        if (kinds.contains(ANY_KIND)) {
            anyKind(rule, kinds, path);
            return Optional.empty();
        }
        for (String kind : kinds) {
            KindSelector selector = KindSelector.parse(kind);
            if (!discovery.finds(selector)) {
                return Optional.of(
                        "the kind defined in the all match resource is invalid: unable to convert GVK to GVR for"
                                + " kinds " + kind + ", err: resource not found");
            }
            if (rule.kinds().contains(RuleKind.VALIDATE)
                    && background
                    && !selector.subresource().isEmpty()) {
                return Optional.of("the kind defined in the all match resource is invalid: background scan enabled with"
                        + " subresource " + kind);
            }
        }
        return Optional.empty();
    }

    private void anyKind(Rule rule, List<String> kinds, String path) throws PolicyRefused {
        if (background) {
            throw refused(
                    path,
                    "wildcard policy not allowed in background mode. Set spec.background=false to disable background mode"
                            + " for this policy rule ");
        }
        if (kinds.size() > 1) {
            throw refused(path, "wildcard policy can not deal with more than one kind");
        }
        if (rule.kinds().contains(RuleKind.GENERATE)
                || rule.kinds().contains(RuleKind.VERIFY_IMAGES)
                || rule.document()
                        .object("validate")
                        .flatMap(validate -> validate.get("foreach"))
                        .isPresent()) {
            throw refused(path, "wildcard policy does not support rule type");
        }
    }

    private static PolicyRefused refused(String path, String message) {
        return new PolicyRefused("path: " + path + ": " + message, List.of(new PolicyRefused.Reason(path, message)));
    }
}
