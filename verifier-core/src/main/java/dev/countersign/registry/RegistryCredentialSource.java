package dev.countersign.registry;

import java.util.Optional;

/** Finds the credential for a repository. Thread-safe; it may read files or ask a helper, and is asked when one is needed. */
@FunctionalInterface
public interface RegistryCredentialSource {

    /**
     * The credential for that repository; empty for an anonymous request.
     *
     * @param repository host and path as requests name them: Docker Hub is {@code index.docker.io}
     * @throws RegistryException when it cannot be told; the request is not made anonymously then
     */
    Optional<RegistryCredential> credential(Repository repository) throws RegistryException;

    /** No credential for any repository. */
    static RegistryCredentialSource anonymous() {
        return repository -> Optional.empty();
    }
}
