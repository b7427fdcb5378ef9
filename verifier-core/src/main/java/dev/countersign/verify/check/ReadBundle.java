package dev.countersign.verify.check;

import dev.countersign.crypto.Cryptography;
import dev.countersign.verify.entity.BundleContent;
import dev.countersign.verify.entity.DsseEnvelope;
import dev.countersign.verify.entity.InTotoStatement;
import dev.countersign.verify.entity.MalformedEntityException;
import dev.countersign.verify.entity.SigstoreBundle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Sigstore bundle with everything in it read, once for however many attestors look at it. Nothing of it is proven. Immutable and
 * thread-safe.
 */
public final class ReadBundle {
    private final SigstoreBundle bundle;
    private final List<LoggedBody> bodies;
    private final Statement statement;
    private final long weight;

    private ReadBundle(SigstoreBundle bundle, List<LoggedBody> bodies, Statement statement, long weight) {
        this.bundle = bundle;
        this.bodies = List.copyOf(bodies);
        this.statement = statement;
        this.weight = weight;
    }

    /** What the payload of an envelope says. */
    sealed interface Statement {
        /** A statement. */
        record Read(InTotoStatement statement) implements Statement {}

        /** No statement: why. */
        record Unreadable(String message) implements Statement {}
    }

    /**
     * Reads a bundle. Rekor's entries of kind hashedrekord are verified by their own key and hash when they are read.
     *
     * @param json at most as large as the caller allows
     * @throws MalformedEntityException in sigstore-go's words, see {@link SigstoreBundle#parse}
     */
    public static ReadBundle parse(byte[] json, Cryptography cryptography) throws MalformedEntityException {
        List<LoggedBody> bodies = new ArrayList<>();
        SigstoreBundle bundle = SigstoreBundle.parse(
                json, (entry, signer) -> bodies.add(LoggedBody.parse(entry, signer, cryptography)));
        return new ReadBundle(bundle, bodies, statement(bundle.content()), json.length);
    }

    private static Statement statement(BundleContent content) {
        if (!(content instanceof BundleContent.Envelope envelope)) {
            return new Statement.Unreadable("no DSSE envelope");
        }
        String type = envelope.envelope().payloadType();
        if (!type.equals(DsseEnvelope.IN_TOTO)) {
            return new Statement.Unreadable("unsupported DSSE payload type: " + type);
        }
        try {
            return new Statement.Read(InTotoStatement.strict(envelope.envelope().payload()));
        } catch (MalformedEntityException e) {
            return new Statement.Unreadable("parsing in-toto statement: " + e.getMessage());
        }
    }

    /** The bundle. */
    public SigstoreBundle bundle() {
        return bundle;
    }

    /** The bodies of the log entries, in their order. */
    List<LoggedBody> bodies() {
        return bodies;
    }

    /** Whether a log entry is of Rekor version 2, which clients from before it cannot read. */
    public boolean hasTiledEntry() {
        return bodies.stream().anyMatch(LoggedBody.Tiled.class::isInstance);
    }

    /** What the envelope says. */
    Statement statement() {
        return statement;
    }

    /** The predicate type of the statement; empty where there is no statement. */
    public String predicateType() {
        return statement instanceof Statement.Read read ? read.statement().predicateType() : "";
    }

    /** The statement of an envelope; absent where there is none. */
    public Optional<InTotoStatement> inToto() {
        return statement instanceof Statement.Read read ? Optional.of(read.statement()) : Optional.empty();
    }

    /** How many bytes it was read from. */
    public long weight() {
        return weight;
    }
}
