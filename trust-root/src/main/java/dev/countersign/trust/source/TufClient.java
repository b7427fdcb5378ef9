package dev.countersign.trust.source;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the targets of a TUF repository and remembers what it saw, so that nothing older is taken later. An update that fails changes
 * nothing. Called by one thread at a time. Between this and {@link SigstoreJavaTufClient} runs the border behind which classes of
 * sigstore-java are needed.
 */
interface TufClient {

    /**
     * One update.
     *
     * @param now the moment against which expiry is checked; absent: expiry is not looked at
     * @throws IOException why nothing may be taken from this mirror
     */
    Targets update(TufMirror mirror, Optional<Instant> now) throws IOException;

    /**
     * The targets that count, with their bytes.
     *
     * @param trustedRoot the target that is a trusted root; absent where the repository has none
     * @param byUsage where there is no trusted root: the targets whose metadata or name says what they are good for, by name
     * @param expires when the first of the roles' metadata does
     */
    record Targets(Optional<byte[]> trustedRoot, Map<String, Target> byUsage, Instant expires) {
        public Targets {
            byUsage = Map.copyOf(byUsage);
        }
    }

    /** A target that is good for one kind of trust. */
    @SuppressWarnings("ArrayRecordComponent") // never leaves this package
    record Target(PemKind kind, byte[] bytes) {}
}
