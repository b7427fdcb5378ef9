package dev.countersign.clusterimagepolicy;

import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.engine.match.LabelMatch;
import dev.countersign.policy.LabelSelector;
import dev.countersign.policy.sigstore.ClusterImagePolicy;
import dev.countersign.policy.sigstore.MatchResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which policies look at an object, and select an image. */
final class PolicySelection {
    private final String group;
    private final String version;
    private final String resource;
    private final Map<String, String> labels;

    PolicySelection(ObjectValue object) {
        String apiVersion = object.text("apiVersion").orElse("");
        int slash = apiVersion.indexOf('/');
        this.group = slash < 0 ? "" : apiVersion.substring(0, slash);
        this.version = apiVersion.substring(slash + 1);
        this.resource = object.text("kind").orElse("").toLowerCase(Locale.ROOT) + "s";
        this.labels = object.object("metadata").orElse(Value.EMPTY_OBJECT).texts("labels");
    }

    /** A selector cannot be read, so that nothing is known of any policy. */
    static final class BadSelector extends Exception {
        private static final long serialVersionUID = 1L;

        BadSelector() {
            super("policy with wrong match label selector");
        }
    }

    /**
     * The policies that select an image.
     *
     * @param name the image as registry clients name it in full
     */
    List<ClusterImagePolicy> of(List<ClusterImagePolicy> policies, String name) throws BadSelector {
        List<ClusterImagePolicy> selected = new ArrayList<>();
        for (ClusterImagePolicy policy : policies) {
            if (looksAtObject(policy) && policy.images().stream().anyMatch(glob -> glob.matches(name))) {
                selected.add(policy);
            }
        }
        return selected;
    }

    private boolean looksAtObject(ClusterImagePolicy policy) throws BadSelector {
        boolean matches = policy.match().isEmpty();
        for (MatchResource match : policy.match()) {
            // Only the selector of a match for this kind of object is read.
            matches |= match.resource().equals(resource)
                    && match.group().equals(group)
                    && (match.version().equals("*") || match.version().equals(version))
                    && (match.selector().isEmpty() || selects(match.selector().get()));
        }
        return matches;
    }

    private boolean selects(LabelSelector selector) throws BadSelector {
        // Kyverno's wildcards are no labels here.
        boolean wildcard = selector.matchLabels().entrySet().stream()
                .anyMatch(pair -> isWildcard(pair.getKey()) || isWildcard(pair.getValue()));
        LabelMatch.Outcome outcome = LabelMatch.selects(selector, labels);
        if (wildcard || outcome.error().isPresent()) {
            throw new BadSelector();
        }
        return outcome.matches();
    }

    private static boolean isWildcard(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }
}
