package dev.countersign.trust.source;

import dev.countersign.trust.TrustMaterial;
import java.util.List;
import java.util.function.Function;

/** How the material of several trust roots becomes one. */
final class Composition {
    private Composition() {}

    /** Everything that any of them holds, once. */
    static TrustMaterial union(List<TrustMaterial> all) {
        return new TrustMaterial(
                joined(all, TrustMaterial::certificateAuthorities),
                joined(all, TrustMaterial::transparencyLogs),
                joined(all, TrustMaterial::ctLogs),
                joined(all, TrustMaterial::timestampAuthorities));
    }

    private static <T> List<T> joined(List<TrustMaterial> all, Function<TrustMaterial, List<T>> kind) {
        return all.stream().flatMap(one -> kind.apply(one).stream()).distinct().toList();
    }

    /** Each kind as the last of them has it that holds any of that kind. */
    static TrustMaterial override(List<TrustMaterial> all) {
        return new TrustMaterial(
                last(all, TrustMaterial::certificateAuthorities),
                last(all, TrustMaterial::transparencyLogs),
                last(all, TrustMaterial::ctLogs),
                last(all, TrustMaterial::timestampAuthorities));
    }

    private static <T> List<T> last(List<TrustMaterial> all, Function<TrustMaterial, List<T>> kind) {
        List<T> found = List.of();
        for (TrustMaterial one : all) {
            found = kind.apply(one).isEmpty() ? found : kind.apply(one);
        }
        return found;
    }
}
