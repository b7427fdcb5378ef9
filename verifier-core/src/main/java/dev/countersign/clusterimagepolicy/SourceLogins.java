package dev.countersign.clusterimagepolicy;

import dev.countersign.cluster.ClusterException;
import dev.countersign.cluster.ClusterReader;
import dev.countersign.crypto.StandardBase64;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.registry.DockerConfig;
import dev.countersign.registry.RegistryAccess;
import dev.countersign.registry.RegistryCredential;
import dev.countersign.registry.RegistryCredentialSource;
import dev.countersign.registry.RegistryException;
import dev.countersign.registry.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Logins of {@code source.signaturePullSecrets}: Secrets in the namespace of the object, read when a registry asks. */
final class SourceLogins implements RegistryCredentialSource {
    private final List<String> secrets;
    private final String namespace;
    private final ClusterReader cluster;

    private SourceLogins(List<String> secrets, String namespace, ClusterReader cluster) {
        this.secrets = List.copyOf(secrets);
        this.namespace = namespace;
        this.cluster = cluster;
    }

    /** The access by these Secrets; where they hold no login, the registry's own are used. */
    static RegistryAccess of(List<String> secrets, String namespace, ClusterReader cluster) {
        return new RegistryAccess(new SourceLogins(secrets, namespace, cluster), true, false);
    }

    @Override
    public Optional<RegistryCredential> credential(Repository repository) throws RegistryException {
        List<DockerConfig> configs = new ArrayList<>();
        for (String secret : secrets) {
            Optional<ObjectValue> found;
            try {
                found = cluster.get(ClusterReader.Kind.SECRET, namespace, secret);
            } catch (ClusterException e) {
                throw new RegistryException(
                        RegistryException.Kind.DENIED,
                        "the Secret " + namespace + "/" + secret + " could not be read: " + e.getMessage(),
                        e);
            }
            Optional<ObjectValue> data = found.flatMap(value -> value.object("data"));
            Optional<byte[]> config =
                    data.flatMap(value -> value.text(".dockerconfigjson")).flatMap(StandardBase64::decode);
            if (config.isPresent()) {
                configs.add(DockerConfig.parse(config.get()));
            }
            Optional<byte[]> legacy =
                    data.flatMap(value -> value.text(".dockercfg")).flatMap(StandardBase64::decode);
            if (legacy.isPresent()) {
                configs.add(DockerConfig.parseLegacy(legacy.get()));
            }
        }
        return DockerConfig.merge(configs).credential(repository);
    }
}
