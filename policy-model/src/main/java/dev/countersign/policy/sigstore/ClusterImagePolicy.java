package dev.countersign.policy.sigstore;

import dev.countersign.document.Location;
import java.util.List;

/**
 * A ClusterImagePolicy of {@code policy.sigstore.dev/v1alpha1} or {@code v1beta1}, which say the same. Immutable.
 *
 * @param name {@code metadata.name}
 * @param apiVersion as written
 * @param images which images it selects; any of them is enough
 * @param mode what a failure means
 * @param match which objects it looks at; empty: all
 * @param authorities who must have signed; any of them is enough
 * @param location where the document begins
 */
public record ClusterImagePolicy(
        String name,
        String apiVersion,
        List<GlobPattern> images,
        Mode mode,
        List<MatchResource> match,
        List<Authority> authorities,
        Location location) {
    public ClusterImagePolicy {
        images = List.copyOf(images);
        match = List.copyOf(match);
        authorities = List.copyOf(authorities);
    }

    /** What a failure means ({@code spec.mode}). */
    public enum Mode {
        /** The object is refused; the default. */
        ENFORCE,
        /** The object is admitted with a warning. */
        WARN
    }
}
