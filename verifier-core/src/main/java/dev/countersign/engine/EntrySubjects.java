package dev.countersign.engine;

import dev.countersign.cluster.ClusterReader;
import dev.countersign.policy.ImageVerification;
import dev.countersign.policy.RegistryCredentials;
import dev.countersign.registry.Registry;
import dev.countersign.registry.RegistryException;
import dev.countersign.verify.ImageSubject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The images of one policy and request, each by the way in which its entry reaches the registry. Not thread-safe. */
final class EntrySubjects {
    private final VerifyPhase.Images images;
    private final ClusterReader cluster;
    private final Map<RegistryCredentials, Registry> registries = new HashMap<>();
    private final Map<Key, ImageSubject> subjects = new HashMap<>();

    private record Key(String image, Optional<RegistryCredentials> access) {}

    EntrySubjects(VerifyPhase.Images images, ClusterReader cluster) {
        this.images = images;
        this.cluster = cluster;
    }

    /** Why an entry of the rule cannot reach registries as it states; empty where all can. Asks no registry. */
    Optional<String> refusal(CompiledRule rule) {
        for (CompiledEntry entry : rule.entries()) {
            Optional<RegistryCredentials> stated = access(entry.entry());
            if (stated.isPresent() && !registries.containsKey(stated.get())) {
                try {
                    registries.put(stated.get(), images.registry().reachedBy(EntryAccess.of(stated.get(), cluster)));
                } catch (RegistryException e) {
                    return Optional.of(
                            "verifyImages[" + entry.index() + "].imageRegistryCredentials: " + e.getMessage());
                }
            }
        }
        return Optional.empty();
    }

    /** The image for an entry of a rule that was not refused. */
    ImageSubject subject(String image, ImageVerification entry) {
        Optional<RegistryCredentials> stated = access(entry);
        Registry registry = stated.map(registries::get).orElse(images.registry());
        return subjects.computeIfAbsent(
                new Key(image, stated), key -> new ImageSubject(image, registry, images.deadline(), images.fixed()));
    }

    /** What is stated beyond the caller's own logins, which providers stand for. */
    private static Optional<RegistryCredentials> access(ImageVerification entry) {
        return entry.imageRegistryCredentials()
                .filter(stated ->
                        stated.allowInsecureRegistry() || !stated.secrets().isEmpty());
    }
}
