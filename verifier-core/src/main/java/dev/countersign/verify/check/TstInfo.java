package dev.countersign.verify.check;

import dev.countersign.verify.check.Asn1Cursor.Element;
import java.time.Instant;
import java.util.Optional;

/**
 * What a timestamp authority signs (RFC 3161, 2.4.2). Policy, accuracy, ordering, nonce and extensions do not count, as in
 * cosign; they must be well-formed. Immutable.
 *
 * @param hash OID of the hash of what was stamped
 * @param imprint that hash
 * @param time when it was stamped
 */
@SuppressWarnings("ArrayRecordComponent") // within the package, never changed
record TstInfo(String hash, byte[] imprint, Instant time) {

    static TstInfo parse(byte[] content) throws Der.Malformed {
        Asn1Cursor fields = new Asn1Cursor(content).sequence("tstInfo");
        fields.number("int");
        fields.oid();
        Asn1Cursor message = fields.sequence("messageImprint");
        String hash = message.algorithm();
        byte[] imprint = message.octets();
        fields.integer("");
        Instant time = Asn1Time.generalized(
                fields.required(Asn1Cursor.GENERALIZED_TIME, false, "Time").value());
        Optional<Element> accuracy = fields.optional(Asn1Cursor.UNIVERSAL, Asn1Cursor.SEQUENCE, true);
        if (accuracy.isPresent()) {
            checkAccuracy(accuracy.get().fields());
        }
        Optional<Element> ordering = fields.optional(Asn1Cursor.UNIVERSAL, Asn1Cursor.BOOLEAN, false);
        if (ordering.isPresent()) {
            byte[] value = ordering.get().value();
            if (value.length != 1 || value[0] != 0 && value[0] != -1) {
                throw new Der.Malformed("asn1: syntax error: invalid boolean");
            }
        }
        Optional<Element> nonce = fields.optional(Asn1Cursor.UNIVERSAL, Asn1Cursor.INTEGER, false);
        if (nonce.isPresent()) {
            Asn1Cursor.integer(nonce.get().value());
        }
        fields.optional(Asn1Cursor.CONTEXT, 0, true);
        Optional<Element> extensions = fields.optional(Asn1Cursor.CONTEXT, 1, true);
        if (extensions.isPresent()) {
            checkExtensions(extensions.get().fields());
        }
        return new TstInfo(hash, imprint, time);
    }

    private static void checkAccuracy(Asn1Cursor fields) throws Der.Malformed {
        Optional<Element> seconds = fields.optional(Asn1Cursor.UNIVERSAL, Asn1Cursor.INTEGER, false);
        if (seconds.isPresent()) {
            Asn1Cursor.integer(seconds.get().value());
        }
        for (int tag = 0; tag < 2; tag++) {
            Optional<Element> fraction = fields.optional(Asn1Cursor.CONTEXT, tag, false);
            if (fraction.isPresent()) {
                Asn1Cursor.integer(fraction.get().value());
            }
        }
    }

    private static void checkExtensions(Asn1Cursor extensions) throws Der.Malformed {
        while (extensions.hasMore()) {
            Asn1Cursor extension = extensions.sequence("Extension");
            extension.oid();
            extension.optional(Asn1Cursor.UNIVERSAL, Asn1Cursor.BOOLEAN, false);
            extension.octets();
        }
    }
}
