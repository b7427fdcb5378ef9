package dev.countersign.verify.lint;

import dev.countersign.policy.check.lint.Lint;
import dev.countersign.policy.check.lint.Lints;
import java.util.List;

/** The lints that read keys and certificates. */
public final class TrustLints {
    private TrustLints() {}

    /** All of them, in the order of their page; {@link Lints} holds those that need no cryptography. */
    public static List<Lint> all() {
        return List.of(
                new UnusableKey(),
                new WeakKey(),
                new UnusableCertificate(),
                new UnusableTrust(),
                new SeveralTimestampSigners());
    }
}
