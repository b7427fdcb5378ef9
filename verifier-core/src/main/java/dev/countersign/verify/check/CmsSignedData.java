package dev.countersign.verify.check;

import dev.countersign.crypto.Cryptography;
import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.ParsedCertificate;
import dev.countersign.verify.check.Asn1Cursor.Element;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A signed CMS message (RFC 5652, 5.1), read as digitorus/pkcs7 reads it, but DER only. Immutable.
 *
 * @param content what is signed
 * @param certificates those that come with it, trusted in nothing
 * @param signers who signed
 */
@SuppressWarnings("ArrayRecordComponent") // within the package, never changed
record CmsSignedData(byte[] content, List<ParsedCertificate> certificates, List<CmsSigner> signers) {
    /** No more certificates are read of one message. */
    static final int MAX_CERTIFICATES = 32;

    /** No more signers are read of one message; one is as many as a timestamp may have. */
    static final int MAX_SIGNERS = 4;

    private static final Set<String> NOT_SHORTEST = Set.of(
            "asn1: syntax error: indefinite length found (not DER)",
            "asn1: structure error: superfluous leading zeros in length",
            "asn1: structure error: non-minimal length");
    private static final String SIGNED_DATA = "1.2.840.113549.1.7.2";

    /** Reads a ContentInfo. */
    static CmsSignedData parse(byte[] contentInfo) throws Der.Malformed, CheckFailure {
        requireDer(contentInfo);
        Asn1Cursor fields = new Asn1Cursor(contentInfo).sequence("contentInfo");
        String type = fields.oid();
        Optional<Element> content = fields.optional(Asn1Cursor.CONTEXT, 0, true);
        if (!type.equals(SIGNED_DATA)) {
            throw new Der.Malformed("pkcs7: cannot parse data: unimplemented content type");
        }
        Parts parts = new Parts();
        try {
            parts.read(new Asn1Cursor(content.map(Element::value).orElse(new byte[0])));
        } catch (Der.Malformed e) {
            // As in Go, where what was read so far counts. The signers are read last, so that there are none now.
            parts.signers.clear();
        }
        List<ParsedCertificate> certificates = certificates(parts.certificates);
        byte[] signed = parts.content.length == 0 ? parts.content : octets(new Asn1Cursor(parts.content).any());
        return new CmsSignedData(signed, certificates, List.copyOf(parts.signers));
    }

    /** Checks every signer's signature by a certificate among these. */
    void verifySignatures(List<ParsedCertificate> among, Cryptography cryptography) throws CheckFailure {
        if (signers.isEmpty()) {
            throw TimestampFailures.signature("pkcs7: Message has no signers");
        }
        for (CmsSigner signer : signers) {
            signer.verify(content, among, cryptography);
        }
    }

    /** The parts of a SignedData, as far as they were read; not shared. */
    private static final class Parts {
        private final List<CmsSigner> signers = new ArrayList<>();
        private byte[] content = {};
        private byte[] certificates = {};

        void read(Asn1Cursor message) throws Der.Malformed, CheckFailure {
            Asn1Cursor fields = message.sequence("signedData");
            fields.number("int");
            Asn1Cursor digests = fields.required(Asn1Cursor.SET, true, "").fields();
            while (digests.hasMore()) {
                digests.algorithm();
            }
            Asn1Cursor encapsulated = fields.sequence("contentInfo");
            encapsulated.oid();
            content = encapsulated
                    .optional(Asn1Cursor.CONTEXT, 0, true)
                    .map(Element::value)
                    .orElse(content);
            certificates = fields.optional(Asn1Cursor.CONTEXT, 0, true)
                    .map(Element::value)
                    .orElse(certificates);
            if (fields.optional(Asn1Cursor.CONTEXT, 1, true).isPresent()) {
                throw TimestampFailures.unread("a token with revocation lists");
            }
            Asn1Cursor infos = fields.required(Asn1Cursor.SET, true, "").fields();
            while (infos.hasMore()) {
                if (signers.size() == MAX_SIGNERS) {
                    throw TimestampFailures.signature("signer certificate was not found");
                }
                signers.add(CmsSigner.parse(infos.sequence("signerInfo")));
            }
        }
    }

    private static byte[] octets(Element element) throws CheckFailure {
        if (!element.is(Asn1Cursor.UNIVERSAL, Asn1Cursor.OCTET_STRING, false)) {
            throw TimestampFailures.unread("content that is no octet string in one piece");
        }
        return element.value();
    }

    /** Kyverno turns lengths of BER into those of DER; here they are refused, so that every byte has one meaning. */
    private static void requireDer(byte[] contentInfo) throws Der.Malformed, CheckFailure {
        Deque<Asn1Cursor> open = new ArrayDeque<>(List.of(new Asn1Cursor(contentInfo)));
        while (!open.isEmpty()) {
            if (!open.element().hasMore()) {
                open.remove();
                continue;
            }
            Element element;
            try {
                element = open.element().any();
            } catch (Der.Malformed e) {
                if (NOT_SHORTEST.contains(e.getMessage())) {
                    throw TimestampFailures.unread(e.getMessage());
                }
                throw e;
            }
            if (element.isCompound()) {
                open.push(element.fields());
            }
        }
    }

    private static List<ParsedCertificate> certificates(byte[] set) throws Der.Malformed, CheckFailure {
        List<ParsedCertificate> certificates = new ArrayList<>();
        Asn1Cursor elements = new Asn1Cursor(set);
        while (elements.hasMore()) {
            if (certificates.size() == MAX_CERTIFICATES) {
                throw TimestampFailures.unread("more than " + MAX_CERTIFICATES + " certificates in a token");
            }
            try {
                certificates.add(ParsedCertificate.parse(elements.any().whole()));
            } catch (CryptographyException e) {
                throw new Der.Malformed(String.valueOf(e.getMessage()));
            }
        }
        return List.copyOf(certificates);
    }
}
