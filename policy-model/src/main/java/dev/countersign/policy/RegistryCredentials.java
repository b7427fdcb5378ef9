package dev.countersign.policy;

import java.util.List;

/**
 * {@code imageRegistryCredentials}. Immutable.
 *
 * @param allowInsecureRegistry whether plain HTTP will do
 * @param providers {@code default}, {@code amazon}, {@code azure}, {@code google}, {@code github}
 * @param secrets {@code name} or {@code namespace/name} of Secrets
 */
public record RegistryCredentials(boolean allowInsecureRegistry, List<String> providers, List<String> secrets) {
    public RegistryCredentials {
        providers = List.copyOf(providers);
        secrets = List.copyOf(secrets);
    }
}
