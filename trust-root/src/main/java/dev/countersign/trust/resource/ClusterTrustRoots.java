package dev.countersign.trust.resource;

import dev.countersign.cluster.ClusterReader;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.source.Refresh;
import dev.countersign.trust.source.TrustRoots;
import dev.countersign.trust.source.TufMirror;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The TrustRoots that a cluster holds, by their names, for {@code trustRootRef}. Each is read when its trust is first needed and again as the
 * refresh says; one that cannot be read then, or holds an error, counts as it was, and one that is deleted counts no longer. Its status is
 * not looked at: it says what policy-controller made of it. Thread-safe; no I/O before the first question.
 */
public final class ClusterTrustRoots {
    /** No more names are remembered: policies that name more get no trust by the others. */
    public static final int MAX_NAMES = 256;

    /** RFC 1123 names, as the API server takes them: nothing that leads out of the path. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    private final ClusterReader cluster;
    private final Function<String, TufMirror> mirrors;
    private final Refresh refresh;
    private final ConcurrentMap<String, TrustRoot> byName = new ConcurrentHashMap<>();

    private ClusterTrustRoots(ClusterReader cluster, Function<String, TufMirror> mirrors, Refresh refresh) {
        this.cluster = cluster;
        this.mirrors = mirrors;
        this.refresh = refresh;
    }

    /**
     * Those of a cluster.
     *
     * @param cluster is asked for {@code /apis/policy.sigstore.dev/v1alpha1/trustroots/NAME}, the only version that policy-controller serves,
     *     by {@link ClusterReader#call}; the right to {@code get} them is enough
     * @param mirrors makes the mirror of an address that a TrustRoot names ({@link ResourceTrust#of})
     * @param refresh when TrustRoots are read again, and the TUF repositories of those that name one
     */
    public static ClusterTrustRoots of(ClusterReader cluster, Function<String, TufMirror> mirrors, Refresh refresh) {
        return new ClusterTrustRoots(cluster, mirrors, refresh);
    }

    /**
     * The TrustRoot of that name, the same object each time. While it cannot be had, each question gets a {@link TrustRootException} that
     * tells whether it is absent ({@link TrustRootException#isWithdrawn}), forbidden, malformed, or the cluster out of reach.
     */
    public TrustRoot named(String name) {
        TrustRoot known = byName.get(name);
        return known == null ? added(name) : known;
    }

    private TrustRoot added(String name) {
        if (!NAME.matcher(name).matches()) {
            return () -> {
                throw TrustRootException.withdrawn("no TrustRoot can have the name \"" + name + "\"");
            };
        }
        synchronized (byName) {
            if (byName.size() >= MAX_NAMES && !byName.containsKey(name)) {
                return () -> {
                    throw new TrustRootException(
                            "TrustRoot " + name + " is not read: more than " + MAX_NAMES + " are named");
                };
            }
            return byName.computeIfAbsent(
                    name,
                    one -> TrustRoots.refreshing(
                            "TrustRoot " + one + " of the cluster",
                            new ClusterTrustRoot(cluster, one, mirrors, refresh),
                            refresh));
        }
    }
}
