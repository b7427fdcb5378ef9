package dev.countersign.examples.embedding;

import dev.countersign.cluster.ClusterReader;
import dev.countersign.clusterimagepolicy.ClusterImagePolicyEngine;
import dev.countersign.policy.sigstore.ClusterImagePolicyReader;
import dev.countersign.registry.Registry;
import dev.countersign.trust.TrustObserver;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.resource.ClusterTrustRoots;
import dev.countersign.trust.source.Refresh;
import dev.countersign.trust.source.TrustRoots;
import dev.countersign.trust.source.TufMirror;
import dev.countersign.trust.source.TufRepository;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/** Trust of several organisations, from several places, rotated while the service runs. Nothing here does I/O before the first question. */
public final class ComposedTrust {
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

    private ComposedTrust() {}

    /**
     * Who signs under the partner's issuer is judged by the partner's trust alone; everybody else by ours.
     *
     * @param mirror of our TUF repository
     * @param firstRoot the {@code root.json} that is trusted to begin with
     * @param fallback our {@code trusted_root.json}, which counts while the mirror never answered
     * @param partner a folder of {@code fulcio*.pem}, {@code rekor*.pub} and {@code ctfe*.pub}
     * @param issuer the partner's OIDC issuer, exactly as certificates say it
     * @param background of the caller, who shuts it down
     * @param observer logs and counts: {@code event -> log.info(event)}
     */
    public static TrustRoot of(
            TufMirror mirror,
            Path firstRoot,
            Path fallback,
            Path partner,
            String issuer,
            Executor background,
            TrustObserver observer) {
        Refresh refresh = Refresh.inBackground(HALF_AN_HOUR, background)
                .withObserver(observer)
                .keepingAtMost(Duration.ofDays(7));
        TrustRoot ours = TrustRoots.inOrder(
                List.of(
                        TrustRoots.tuf(TufRepository.of(mirror, firstRoot), refresh),
                        TrustRoots.trustedRootJson(fallback)),
                observer);
        TrustRoot theirs = TrustRoots.pemDirectory(partner, Refresh.whenAsked().withObserver(observer));
        return TrustRoots.perIssuer(ours, Map.of(issuer, theirs));
    }

    /** Decides by ClusterImagePolicies, with the TrustRoots that the cluster holds, read again every half hour. */
    public static ClusterImagePolicyEngine byTrustRootsOf(
            ClusterReader cluster, byte[] policies, Registry registry, HttpClient http, Executor background)
            throws Exception {
        ClusterTrustRoots held = ClusterTrustRoots.of(
                cluster,
                address -> TufMirror.http(URI.create(address), http),
                Refresh.inBackground(HALF_AN_HOUR, background));
        return ClusterImagePolicyEngine.builder(registry)
                .policies(ClusterImagePolicyReader.read("policies", policies).orThrow())
                .trustRoots(held::named)
                .cluster(cluster)
                .build();
    }
}
