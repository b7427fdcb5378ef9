package dev.countersign.verify.notary;

import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.verify.entity.MalformedEntityException;
import dev.countersign.verify.entity.NotationEnvelope;
import dev.countersign.verify.entity.NotationSignature;

/**
 * An envelope with everything in it read, once for however many attestors and requests look at it. What cannot be read is told where it is
 * asked for, so that the order of notation's steps decides which defect is told. Nothing of it is proven. Immutable and thread-safe.
 *
 * @param envelope as stored
 * @param signer the certificate of whoever signed
 * @param content everything that the envelope says
 */
record ReadEnvelope(NotationEnvelope envelope, Part<ParsedCertificate> signer, Part<NotationSignature> content) {

    /** A part of an envelope. */
    sealed interface Part<T> {
        /** What it holds. */
        T get() throws MalformedEntityException;

        /** A part that was read. */
        record Read<T>(T get) implements Part<T> {}

        /** A part that cannot be read: why, in the words of notation-core. */
        record Unreadable<T>(String message) implements Part<T> {
            @Override
            public T get() throws MalformedEntityException {
                throw new MalformedEntityException(message);
            }
        }
    }

    /**
     * Reads an envelope.
     *
     * @throws MalformedEntityException when it is none, see {@link NotationEnvelope#parse}
     */
    static ReadEnvelope parse(String mediaType, byte[] bytes, String foundAt) throws MalformedEntityException {
        NotationEnvelope envelope = NotationEnvelope.parse(mediaType, bytes, foundAt);
        if (envelope.certificateCount() > NotationEnvelope.MAX_CERTIFICATES) {
            Part.Unreadable<NotationSignature> unread = new Part.Unreadable<>(tooManyCertificates());
            return new ReadEnvelope(envelope, new Part.Unreadable<>(tooManyCertificates()), unread);
        }
        Part<NotationSignature> content = part(envelope::content);
        // The first of the chain is the signer's, which is read once so that its key is as well.
        Part<ParsedCertificate> signer = content instanceof Part.Read<NotationSignature> read
                        && !read.get().chain().isEmpty()
                ? new Part.Read<>(read.get().chain().get(0))
                : part(envelope::leaf);
        return new ReadEnvelope(envelope, signer, content);
    }

    /** Why the certificates of an envelope are not looked at. */
    static String tooManyCertificates() {
        return "certificate chain is longer than " + NotationEnvelope.MAX_CERTIFICATES;
    }

    private interface Reading<T> {
        T read() throws MalformedEntityException;
    }

    private static <T> Part<T> part(Reading<T> reading) {
        try {
            return new Part.Read<>(reading.read());
        } catch (MalformedEntityException e) {
            return new Part.Unreadable<>(String.valueOf(e.getMessage()));
        }
    }
}
