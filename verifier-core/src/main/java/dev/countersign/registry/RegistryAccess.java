package dev.countersign.registry;

import java.util.Optional;

/**
 * How registries are reached, where it is not left to whoever built the {@link Registry}: what a policy states under
 * {@code imageRegistryCredentials}. Immutable.
 *
 * @param credentials the logins that are tried first
 * @param ownCredentials whether the registry's own logins are tried where {@code credentials} has none; where not, it is asked
 *     anonymously then, as Kyverno does it
 * @param plainHttp <b>insecure</b>: whether plain HTTP will do where TLS fails
 */
public record RegistryAccess(RegistryCredentialSource credentials, boolean ownCredentials, boolean plainHttp) {

    /** The logins, in their order. */
    RegistryCredentialSource over(RegistryCredentialSource own) {
        return repository -> {
            Optional<RegistryCredential> found = credentials.credential(repository);
            return found.isPresent() || !ownCredentials ? found : own.credential(repository);
        };
    }
}
