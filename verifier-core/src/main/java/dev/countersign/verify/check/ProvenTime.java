package dev.countersign.verify.check;

import dev.countersign.trust.CertificateAuthority;
import java.time.Instant;

/**
 * A moment that a timestamp authority vouches for. Immutable.
 *
 * @param time when the authority saw what it stamped
 * @param authority whose stamp it is
 */
public record ProvenTime(Instant time, CertificateAuthority authority) {}
