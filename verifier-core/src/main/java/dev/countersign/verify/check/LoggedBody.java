package dev.countersign.verify.check;

import dev.countersign.crypto.Cryptography;
import dev.countersign.verify.entity.BundleLogEntry;
import dev.countersign.verify.entity.BundleSigner;
import dev.countersign.verify.entity.MalformedEntityException;
import dev.countersign.verify.entity.TiledLogBody;
import java.util.Optional;
import java.util.Set;

/** What the body of a bundle's log entry says. Immutable. */
sealed interface LoggedBody {

    /** An entry of a Rekor version 1 log. */
    record Numbered(LogEntry entry) implements LoggedBody {
        private static final Set<String> VERIFIED = Set.of("dsse 0.0.1", "hashedrekord 0.0.1", "intoto 0.0.2");

        @Override
        public void requireSupported() throws CheckFailure {
            String type = entry.kind() + " " + entry.apiVersion();
            if (!VERIFIED.contains(type)) {
                throw CheckFailure.of(
                        "LOG_ENTRY_KIND_UNSUPPORTED",
                        "unsupported entry type: " + type,
                        type,
                        "dsse 0.0.1, hashedrekord 0.0.1 or intoto 0.0.2",
                        "Sign the image again with a client that logs one of these.");
            }
        }
    }

    /** An entry of a Rekor version 2 log; the proof says what it holds. */
    record Tiled(String defect) implements LoggedBody {
        @Override
        public void requireSupported() throws CheckFailure {
            if (!defect.isEmpty()) {
                throw CheckFailure.of("LOG_ENTRY_MALFORMED", defect, defect, "", "Sign and log the image again.");
            }
        }
    }

    /** Refuses an entry that cannot be compared with a bundle. */
    void requireSupported() throws CheckFailure;

    /**
     * Reads a body as sigstore-go does, which tries version 2 first.
     *
     * @throws MalformedEntityException {@code entry body is not a recognizable Rekor v1 or Rekor v2 type: …}
     */
    static LoggedBody parse(BundleLogEntry entry, BundleSigner signer, Cryptography cryptography)
            throws MalformedEntityException {
        byte[] body = entry.body();
        Optional<TiledLogBody> tiled = TiledLogBody.parse(body);
        if (tiled.isPresent()) {
            return new Tiled(tiled.get().defect());
        }
        try {
            Optional<LoggedSignature> about = signer instanceof BundleSigner.Certificate holder
                    ? Optional.of(new LoggedSignature("", "", Optional.empty(), Optional.of(holder.certificate())))
                    : Optional.empty();
            return new Numbered(LogEntry.parse(body, cryptography, about));
        } catch (MalformedEntityException e) {
            throw new MalformedEntityException(
                    "entry body is not a recognizable Rekor v1 or Rekor v2 type: " + e.getMessage(), e);
        }
    }
}
