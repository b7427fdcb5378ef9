package dev.countersign.registry;

/** How to log in to a registry. Immutable; its text never shows a secret. */
public sealed interface RegistryCredential {

    /**
     * A user with a password or access token. Sent to the registry, or to the token service that the registry names within its
     * own domain, over TLS only (or to a local host).
     */
    record Basic(String user, String password) implements RegistryCredential {
        public Basic {
            if (user.indexOf(':') >= 0) {
                throw new IllegalArgumentException("a user name must not contain a colon");
            }
        }

        @Override
        public String toString() {
            return "Basic[user=" + user + "]";
        }
    }

    /** A registry token, sent to the registry as it is. */
    record Bearer(String token) implements RegistryCredential {
        @Override
        public String toString() {
            return "Bearer[]";
        }
    }
}
