package dev.countersign.trust.inventory;

import dev.countersign.trust.Origin;
import dev.countersign.trust.ValidityWindow;
import java.time.Instant;
import java.util.Optional;

/**
 * One key of a log, or one certificate of an authority. Immutable.
 *
 * @param kind what it vouches for
 * @param role {@code log}, {@code anchor}, {@code intermediate} or {@code signer}
 * @param id as logs print it: the log's id in lower-case hexadecimal, or the SHA-256 fingerprint of the certificate
 * @param name the certificate's subject, or the address of the log; empty where none is stated
 * @param algorithm of the key: {@code ECDSA_P256}, {@code RSA 2048}
 * @param window when it counts, by the trust root
 * @param certificate the certificate's own validity; open for a log
 * @param origin where it comes from
 * @param issuer the OIDC issuer for whose certificates alone it counts; empty: for all that have no trust of their own, and for keys
 * @param replaced whether it does not count because the source lists another log of this id behind it
 */
public record TrustPiece(
        Kind kind,
        String role,
        String id,
        String name,
        String algorithm,
        ValidityWindow window,
        ValidityWindow certificate,
        Origin origin,
        String issuer,
        boolean replaced) {

    /** What a piece vouches for. */
    public enum Kind {
        /** Signers' certificates: Fulcio or any other authority. */
        CERTIFICATE_AUTHORITY("certificate authority"),
        /** Log entries: Rekor. */
        TRANSPARENCY_LOG("transparency log"),
        /** Certificate timestamps. */
        CT_LOG("CT log"),
        /** RFC 3161 timestamps. */
        TIMESTAMP_AUTHORITY("timestamp authority");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** For people. */
        @Override
        public String toString() {
            return text;
        }
    }

    /** Where a moment lies. */
    public enum State {
        /** It counts. */
        VALID("valid"),
        /** Its window, or the certificate's validity, has not begun. */
        NOT_YET("not yet"),
        /** Its window, or the certificate's validity, is over; what was made before still counts. */
        ENDED("ended"),
        /** It never counts: {@link TrustPiece#replaced}. */
        REPLACED("replaced");

        private final String text;

        State(String text) {
            this.text = text;
        }

        /** For people. */
        @Override
        public String toString() {
            return text;
        }
    }

    /** What the piece is at a moment. */
    public State at(Instant now) {
        if (replaced) {
            return State.REPLACED;
        }
        if (end().filter(now::isAfter).isPresent()) {
            return State.ENDED;
        }
        boolean begun = window.start().filter(now::isBefore).isEmpty()
                && certificate.start().filter(now::isBefore).isEmpty();
        return begun ? State.VALID : State.NOT_YET;
    }

    /** The last moment at which it counts: the earlier end of window and certificate; absent where both are open. */
    public Optional<Instant> end() {
        Optional<Instant> stated = window.end();
        Optional<Instant> own = certificate.end();
        if (stated.isEmpty() || own.isEmpty()) {
            return stated.or(() -> own);
        }
        return stated.get().isBefore(own.get()) ? stated : own;
    }

    /** Kind, role and id; and the issuer that it is for. */
    @Override
    public String toString() {
        return kind
                + (role.equals("log") ? " " : " " + role + " ")
                + id
                + (name.isEmpty() ? "" : " (" + name + ")")
                + forIssuer(issuer);
    }

    /** Words for the issuer that something is for; empty where it is for all others. */
    static String forIssuer(String issuer) {
        return issuer.isEmpty() ? "" : " for issuer " + issuer;
    }
}
