package dev.countersign.verify.cosign;

import dev.countersign.crypto.Cryptography;
import dev.countersign.registry.Digest;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.verify.check.CheckFailure;
import dev.countersign.verify.check.PerIssuer;
import dev.countersign.verify.entity.CosignSignature;
import java.time.Instant;
import java.util.function.Function;

/**
 * Has each signature verified by the trust that counts for it: that of the OIDC issuer which its certificate says, or that for all others.
 * Immutable.
 *
 * @param <C> what a signature can say
 */
final class IssuerCheck<C> implements LayerCheck<C> {
    private final PerIssuer<CosignSignatureCheck<C>> checks;

    /**
     * A check over the trust for others and for each issuer.
     *
     * @param trust of a static key: with nothing by issuer, whatever certificates stand beside its signatures
     */
    IssuerCheck(TrustMaterial trust, Function<TrustMaterial, CosignSignatureCheck<C>> made) {
        this.checks = PerIssuer.of(trust, made);
    }

    /** Whether signatures are computed by that very instance. */
    boolean usesOnly(Cryptography other) {
        return checks.others().usesOnly(other);
    }

    /** The check of the timestamps that a policy asks for. */
    StampCheck stamps() {
        return checks.others().stamps();
    }

    @Override
    public VerifiedSignature<C> verify(CosignSignature signature, Digest digest, Instant now) throws CheckFailure {
        CosignSignatureCheck<C> check = signature.certificate().isPresent()
                ? checks.of(signature.certificate().get())
                : checks.others();
        return check.verify(signature, digest, now);
    }
}
