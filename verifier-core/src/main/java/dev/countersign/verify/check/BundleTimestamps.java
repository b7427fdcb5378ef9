package dev.countersign.verify.check;

import dev.countersign.crypto.Cryptography;
import dev.countersign.trust.CertificateAuthority;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at the timestamps of a bundle, as sigstore-go does (signature-verification.md 4.2, step 3): those that do not verify count for
 * nothing, and so does a second one by the same authority. Immutable and thread-safe; made once for one list of authorities.
 */
public final class BundleTimestamps {
    /** sigstore-go's bound on timestamps (CVE-2024-45395). */
    public static final int MAX_TIMESTAMPS = 32;

    private final boolean isAnyTrusted;
    private final SignedTimestamps timestamps;

    public BundleTimestamps(Cryptography cryptography, List<CertificateAuthority> authorities) {
        this.isAnyTrusted = !authorities.isEmpty();
        this.timestamps = new SignedTimestamps(cryptography, authorities);
    }

    /**
     * What the timestamps of a bundle say.
     *
     * @param proven those that verify
     * @param failed why the first of the others does not; empty also where no authority is trusted at all
     */
    public record Seen(List<ProvenTime> proven, Optional<CheckFailure> failed) {
        public Seen {
            proven = List.copyOf(proven);
        }
    }

    /**
     * Looks at all of them.
     *
     * @throws CheckFailure {@code too many signed timestamps: 33 > 32}
     */
    public Seen verify(ReadBundle read) throws CheckFailure {
        List<byte[]> responses = read.bundle().timestamps();
        if (responses.size() > MAX_TIMESTAMPS) {
            throw CheckFailure.of(
                    "TIMESTAMPS_TOO_MANY",
                    "too many signed timestamps: " + responses.size() + " > " + MAX_TIMESTAMPS,
                    responses.size() + " timestamps",
                    "at most " + MAX_TIMESTAMPS,
                    "Sign the image again.");
        }
        List<ProvenTime> proven = new ArrayList<>();
        Optional<CheckFailure> failed = Optional.empty();
        byte[] signature = read.bundle().content().signature();
        for (byte[] response : isAnyTrusted ? responses : List.<byte[]>of()) {
            try {
                ProvenTime time = timestamps.verify(response, signature);
                if (proven.stream().noneMatch(known -> known.authority().equals(time.authority()))) {
                    proven.add(time);
                }
            } catch (CheckFailure e) {
                failed = failed.isPresent() ? failed : Optional.of(e);
            }
        }
        return new Seen(proven, failed);
    }
}
