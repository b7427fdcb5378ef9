package dev.countersign.conformance;

import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The policies and exceptions of a case, as loaded.
 *
 * @param policies that did load
 * @param exceptions that did load
 * @param error Kyverno's text for what did not load
 * @param divergences numbers that the refusal rests on
 */
record CasePolicies(
        List<Policy> policies, List<PolicyException> exceptions, Optional<String> error, Set<String> divergences) {

    /** Loads the policies and exceptions of a case. */
    static CasePolicies of(CaseFolder folder, CorpusWorld world) {
        throw new UnsupportedOperationException("policies cannot be read yet: " + folder.name() + world.corpus());
    }
}
