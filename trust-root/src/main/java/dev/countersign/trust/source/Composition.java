package dev.countersign.trust.source;

import dev.countersign.trust.ReplacedLog;
import dev.countersign.trust.TrustMaterial;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How the material of several trust roots becomes one. What one of them has for an issuer is composed only with what others have for the
 * same issuer: no composition lets what counts for others, or for another issuer, vouch for an issuer that any part sets apart.
 */
final class Composition {
    private Composition() {}

    /** Everything that any of them holds, once; for an issuer, everything that any of them holds for it. */
    static TrustMaterial union(List<TrustMaterial> all) {
        return byIssuer(all, Composition::joined);
    }

    /**
     * Each kind as the last of them has it that holds any of that kind; for an issuer, as the last of them has it that holds any of that kind
     * for it.
     */
    static TrustMaterial override(List<TrustMaterial> all) {
        return byIssuer(all, Composition::lastOfEachKind);
    }

    /**
     * The first for others, each further one for an issuer. What the first has by issuer stays where the issuer is not among them; of a
     * further one only what it holds for that issuer counts.
     *
     * @param issuers in the order of all but the first
     */
    static TrustMaterial perIssuer(List<String> issuers, List<TrustMaterial> all) {
        Map<String, TrustMaterial> own = new LinkedHashMap<>(all.get(0).byIssuer());
        for (int i = 0; i < issuers.size(); i++) {
            own.put(issuers.get(i), all.get(i + 1).forIssuer(issuers.get(i)));
        }
        return all.get(0).withIssuers(own);
    }

    /** Composes what counts for others, and for each issuer what those have for it that have any. */
    private static TrustMaterial byIssuer(
            List<TrustMaterial> all, Function<List<TrustMaterial>, TrustMaterial> composition) {
        TrustMaterial others = composition.apply(all);
        Set<String> issuers = new LinkedHashSet<>();
        all.forEach(one -> issuers.addAll(one.byIssuer().keySet()));
        if (issuers.isEmpty()) {
            return others;
        }
        Map<String, TrustMaterial> own = new LinkedHashMap<>();
        for (String issuer : issuers) {
            own.put(
                    issuer,
                    composition.apply(all.stream()
                            .filter(one -> one.byIssuer().containsKey(issuer))
                            .map(one -> one.forIssuer(issuer))
                            .toList()));
        }
        return others.withIssuers(own);
    }

    private static TrustMaterial joined(List<TrustMaterial> all) {
        return new TrustMaterial(
                joined(all, TrustMaterial::certificateAuthorities),
                joined(all, TrustMaterial::transparencyLogs),
                joined(all, TrustMaterial::ctLogs),
                joined(all, TrustMaterial::timestampAuthorities),
                Map.of(),
                joined(all, TrustMaterial::replacedLogs));
    }

    private static <T> List<T> joined(List<TrustMaterial> all, Function<TrustMaterial, List<T>> kind) {
        return all.stream().flatMap(one -> kind.apply(one).stream()).distinct().toList();
    }

    private static TrustMaterial lastOfEachKind(List<TrustMaterial> all) {
        TrustMaterial logs = last(all, TrustMaterial::transparencyLogs);
        TrustMaterial ctLogs = last(all, TrustMaterial::ctLogs);
        return new TrustMaterial(
                last(all, TrustMaterial::certificateAuthorities).certificateAuthorities(),
                logs.transparencyLogs(),
                ctLogs.ctLogs(),
                last(all, TrustMaterial::timestampAuthorities).timestampAuthorities(),
                Map.of(),
                Stream.concat(
                                replaced(logs, ReplacedLog.Kind.TRANSPARENCY_LOG),
                                replaced(ctLogs, ReplacedLog.Kind.CT_LOG))
                        .toList());
    }

    private static Stream<ReplacedLog> replaced(TrustMaterial material, ReplacedLog.Kind kind) {
        return material.replacedLogs().stream().filter(log -> log.kind() == kind);
    }

    private static TrustMaterial last(List<TrustMaterial> all, Function<TrustMaterial, ? extends List<?>> kind) {
        TrustMaterial found = TrustMaterial.NONE;
        for (TrustMaterial one : all) {
            found = kind.apply(one).isEmpty() ? found : one;
        }
        return found;
    }
}
