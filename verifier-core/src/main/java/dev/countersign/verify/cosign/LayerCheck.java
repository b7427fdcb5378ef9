package dev.countersign.verify.cosign;

import dev.countersign.registry.Digest;
import dev.countersign.verify.check.CheckFailure;
import dev.countersign.verify.entity.CosignSignature;
import java.time.Instant;

/**
 * Verifies what one layer holds.
 *
 * @param <C> what it can say
 */
@FunctionalInterface
interface LayerCheck<C> {
    /**
     * Verifies one signature or attestation.
     *
     * @param digest of the manifest that must be signed
     * @param now decides about certificates where neither log nor timestamp tells the time
     */
    VerifiedSignature<C> verify(CosignSignature signature, Digest digest, Instant now) throws CheckFailure;
}
