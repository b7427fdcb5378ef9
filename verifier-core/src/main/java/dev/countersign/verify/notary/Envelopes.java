package dev.countersign.verify.notary;

import dev.countersign.verify.ContentMemory;
import dev.countersign.verify.check.CheckFailure;
import dev.countersign.verify.entity.MalformedEntityException;
import dev.countersign.verify.notary.NotationDiscovery.Stored;
import java.util.Optional;

/** Envelopes by the digest of the layer that holds them, read once. Judges nothing. Thread-safe. */
final class Envelopes {
    /** How many bytes of envelopes are remembered. */
    static final long REMEMBERED_BYTES = 16L << 20;

    /** What an envelope takes in memory at least: certificates, keys. */
    private static final int LEAST_WEIGHT = 32 * 1024;

    /** How many bytes one byte of an envelope takes in memory, read into headers and certificates. */
    private static final int BYTE_WEIGHT = 4;

    private final ContentMemory<Remembered> known = new ContentMemory<>(REMEMBERED_BYTES, Remembered::weight);

    private record Remembered(ReadEnvelope envelope, int bytes) {
        long weight() {
            return LEAST_WEIGHT + (long) BYTE_WEIGHT * bytes;
        }
    }

    /**
     * The envelope in a layer.
     *
     * @param foundAt repository and digest of the manifest that holds it
     * @throws CheckFailure where it is no envelope, in the words of notation
     */
    ReadEnvelope read(Stored.Layer layer, String foundAt) throws CheckFailure {
        String name = foundAt + " " + layer.digest() + " " + layer.mediaType();
        Optional<Remembered> remembered = known.find(name);
        if (remembered.isPresent()) {
            return remembered.get().envelope();
        }
        try {
            ReadEnvelope envelope = ReadEnvelope.parse(layer.mediaType(), layer.bytes(), foundAt);
            known.keep(name, new Remembered(envelope, layer.bytes().length));
            return envelope;
        } catch (MalformedEntityException e) {
            throw Refusal.malformed("unable to parse the digital signature, error : " + e.getMessage());
        }
    }
}
