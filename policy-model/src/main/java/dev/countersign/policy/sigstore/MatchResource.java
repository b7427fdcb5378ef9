package dev.countersign.policy.sigstore;

import dev.countersign.policy.LabelSelector;
import java.util.Optional;

/**
 * Objects that a policy looks at ({@code spec.match[]}). Immutable.
 *
 * @param group the API group, compared as it is; empty is the core group
 * @param version compared as it is; {@code *} is any, an absent one is none
 * @param resource lower-case plural such as {@code pods}, compared as it is
 * @param selector labels of the object; absent: any
 */
public record MatchResource(String group, String version, String resource, Optional<LabelSelector> selector) {}
