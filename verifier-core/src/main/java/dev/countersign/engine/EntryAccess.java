package dev.countersign.engine;

import dev.countersign.cluster.ClusterException;
import dev.countersign.cluster.ClusterReader;
import dev.countersign.document.Value;
import dev.countersign.policy.RegistryCredentials;
import dev.countersign.registry.DockerConfig;
import dev.countersign.registry.RegistryAccess;
import dev.countersign.registry.RegistryCredential;
import dev.countersign.registry.RegistryCredentialSource;
import dev.countersign.registry.RegistryException;
import dev.countersign.registry.Repository;
import dev.countersign.verify.Evidence;
import dev.countersign.verify.Verdict;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an entry reaches registries by its {@code imageRegistryCredentials} (Kyverno spec 1.3, measured 34): the logins of the Secrets
 * that it names, and, where it names a provider or no Secret, those that the caller's registry has of its own. Which cloud a
 * provider means is not looked at: the caller's registry logs in to the clouds that the caller chose.
 *
 * <p>Only Secrets of Kyverno's own namespace are read; a policy names others in vain, as in Kyverno.
 */
final class EntryAccess {
    /** The name of the switch in evidence. */
    static final String INSECURE = "imageRegistryCredentials.allowInsecureRegistry";

    /** The number of the divergence: plain HTTP needs the word of whoever built the registry. */
    static final String INSECURE_NOT_ALLOWED = "D28";

    private static final String NAMESPACE = "kyverno";

    private EntryAccess() {}

    /** The access, which reads Secrets when a registry first asks for a login. Lives for one request. */
    static RegistryAccess of(RegistryCredentials stated, ClusterReader cluster) {
        return new RegistryAccess(
                new Logins(stated.secrets(), cluster),
                !stated.providers().isEmpty() || stated.secrets().isEmpty(),
                stated.allowInsecureRegistry());
    }

    /** Marks what was verified over a way that is insecure. */
    static Verdict.Verified weakened(Verdict.Verified verified) {
        List<Evidence> evidence = new ArrayList<>();
        for (Evidence item : verified.evidence()) {
            evidence.add(item.weakenedBy(INSECURE));
        }
        return new Verdict.Verified(verified.digest(), evidence, verified.divergences());
    }

    private static Optional<byte[]> decode(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static final class Logins implements RegistryCredentialSource {
        private final List<String> secrets;
        private final ClusterReader cluster;
        private @Nullable DockerConfig read;

        Logins(List<String> secrets, ClusterReader cluster) {
            this.secrets = secrets;
            this.cluster = cluster;
        }

        @Override
        public synchronized Optional<RegistryCredential> credential(Repository repository) throws RegistryException {
            DockerConfig known = read;
            if (known == null) {
                known = read();
                read = known;
            }
            return known.credential(repository);
        }

        private DockerConfig read() throws RegistryException {
            List<DockerConfig> configs = new ArrayList<>();
            for (String written : secrets) {
                String name = written.startsWith("/") ? written.substring(1) : written;
                int slash = name.indexOf('/');
                if (slash < 0 || name.substring(0, slash).equals(NAMESPACE)) {
                    config(name.substring(slash + 1)).ifPresent(configs::add);
                }
            }
            return DockerConfig.merge(configs);
        }

        private Optional<DockerConfig> config(String name) throws RegistryException {
            Optional<Value.ObjectValue> secret;
            try {
                secret = cluster.get(ClusterReader.Kind.SECRET, NAMESPACE, name);
            } catch (ClusterException e) {
                throw new RegistryException(
                        RegistryException.Kind.DENIED,
                        "the Secret " + NAMESPACE + "/" + name + " could not be read: " + e.getMessage(),
                        e);
            }
            if (secret.isEmpty()) {
                return Optional.empty();
            }
            String type = secret.get().text("type").orElse("");
            Optional<Value.ObjectValue> data = secret.get().object("data");
            Optional<byte[]> config =
                    data.flatMap(members -> members.text(".dockerconfigjson")).flatMap(EntryAccess::decode);
            if (type.equals("kubernetes.io/dockerconfigjson") && config.isPresent()) {
                return Optional.of(DockerConfig.parse(config.get()));
            }
            Optional<byte[]> legacy =
                    data.flatMap(members -> members.text(".dockercfg")).flatMap(EntryAccess::decode);
            return type.equals("kubernetes.io/dockercfg") && legacy.isPresent()
                    ? Optional.of(DockerConfig.parseLegacy(legacy.get()))
                    : Optional.empty();
        }
    }
}
