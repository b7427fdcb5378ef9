package dev.countersign.trust.resource;

import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.source.Refresh;
import dev.countersign.trust.source.TrustRoots;
import dev.countersign.trust.source.TufMirror;
import dev.countersign.trust.source.TufRepository;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Makes trust roots of TrustRoot resources. Does no I/O; TUF repositories are asked when trust is needed. Stateless. */
public final class ResourceTrust {
    private ResourceTrust() {}

    /**
     * The trust root of a resource.
     *
     * @param mirrors makes the mirror of an address that a resource names, for example by {@link TufMirror#http}; the address is the
     *     author's, so that it may deny some by an {@link IllegalArgumentException}
     * @param refresh when TUF repositories are asked again
     */
    public static TrustRoot of(TrustRootResource resource, Function<String, TufMirror> mirrors, Refresh refresh) {
        TrustRootResource.Content content = resource.content();
        if (content instanceof TrustRootResource.Keys keys) {
            return TrustRoots.of(keys.material());
        }
        if (content instanceof TrustRootResource.Remote remote) {
            TufMirror mirror;
            try {
                mirror = mirrors.apply(remote.mirror());
            } catch (IllegalArgumentException e) {
                String message = "the mirror " + remote.mirror() + " of TrustRoot " + resource.name()
                        + " cannot be used: " + e.getMessage();
                return () -> {
                    throw new TrustRootException(message, e);
                };
            }
            TufRepository repository = TufRepository.of(mirror, bytes(remote.root()))
                    .withTargetsPath(remote.targets())
                    .withTrustedRootTarget(remote.trustedRootTarget());
            return TrustRoots.tuf(repository, refresh);
        }
        TrustRootResource.Repository held = (TrustRootResource.Repository) content;
        Map<String, byte[]> files = new HashMap<>();
        for (String path : held.mirror().paths()) {
            held.mirror().file(path).ifPresent(file -> files.put(path, bytes(file)));
        }
        TufMirror mirror = TufMirror.inMemory("TrustRoot " + resource.name() + ", spec.repository", files);
        return TrustRoots.tuf(
                TufRepository.of(mirror, bytes(held.root()))
                        .withTargetsPath(held.targets())
                        .withTrustedRootTarget(held.trustedRootTarget()),
                refresh);
    }

    /** Numbers of {@code docs/divergences.md} that every use of this material of a TrustRoot rests on. */
    public static List<String> divergences(TrustMaterial material) {
        boolean other = material.transparencyLogs().stream()
                .anyMatch(log -> !log.key().kind().isEcdsa());
        return other ? List.of(TrustRootDocument.OTHER_KEYS) : List.of();
    }

    /** The trust roots of several resources by their names. One whose name stands twice trusts nothing, since nobody can tell which is meant. */
    public static Map<String, TrustRoot> byName(
            List<TrustRootResource> resources, Function<String, TufMirror> mirrors, Refresh refresh) {
        Map<String, TrustRoot> byName = new LinkedHashMap<>();
        for (TrustRootResource resource : resources) {
            TrustRoot root = byName.containsKey(resource.name())
                    ? () -> {
                        throw new TrustRootException("two TrustRoots are named " + resource.name());
                    }
                    : of(resource, mirrors, refresh);
            byName.put(resource.name(), root);
        }
        return byName;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
