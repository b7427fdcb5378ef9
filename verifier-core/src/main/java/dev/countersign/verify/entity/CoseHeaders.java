package dev.countersign.verify.entity;

import dev.countersign.verify.entity.CborValue.CborArray;
import dev.countersign.verify.entity.CborValue.CborBytes;
import dev.countersign.verify.entity.CborValue.CborEntry;
import dev.countersign.verify.entity.CborValue.CborInteger;
import dev.countersign.verify.entity.CborValue.CborMap;
import dev.countersign.verify.entity.CborValue.CborText;
import java.util.List;

/** What go-cose asks of the header parameters that it knows, wherever they stand (RFC 9052 3.1), in its words. */
final class CoseHeaders {
    private static final int ALGORITHM = 1;
    private static final int CRITICAL = 2;
    private static final int CONTENT_TYPE = 3;
    private static final int KEY_ID = 4;
    private static final int VECTOR = 5;
    private static final int PARTIAL_VECTOR = 6;
    private static final int COUNTERSIGNATURE = 7;
    private static final int COUNTERSIGNATURE_0 = 9;
    private static final int COUNTERSIGNATURE_V2 = 11;
    private static final int COUNTERSIGNATURE_0_V2 = 12;
    private static final int TYPE = 16;

    private CoseHeaders() {}

    static void check(CborMap header, boolean isProtected) throws MalformedEntityException {
        try {
            for (CborEntry entry : header.entries()) {
                if (entry.key() instanceof CborInteger label && label.value() >= 0 && label.value() <= TYPE) {
                    check(header, (int) label.value(), entry.value(), isProtected);
                }
            }
        } catch (MalformedEntityException e) {
            throw new MalformedEntityException(
                    (isProtected ? "protected" : "unprotected") + " header: " + e.getMessage(), e);
        }
    }

    /** An initialization vector and a part of one exclude each other across both headers. */
    static void checkVectors(CborMap header, CborMap unprotected) throws MalformedEntityException {
        if (header.get(VECTOR).isPresent() && unprotected.get(PARTIAL_VECTOR).isPresent()) {
            throw new MalformedEntityException(
                    "IV (protected) and PartialIV (unprotected) parameters must not both be present");
        }
        if (header.get(PARTIAL_VECTOR).isPresent() && unprotected.get(VECTOR).isPresent()) {
            throw new MalformedEntityException(
                    "IV (unprotected) and PartialIV (protected) parameters must not both be present");
        }
    }

    private static void check(CborMap header, int label, CborValue value, boolean isProtected)
            throws MalformedEntityException {
        switch (label) {
            case ALGORITHM ->
                require(value instanceof CborInteger || value instanceof CborText, "alg: require int / tstr type");
            case CRITICAL -> {
                require(isProtected, "crit: not allowed");
                critical(header, value);
            }
            case CONTENT_TYPE -> mediaType("content type", value);
            case TYPE -> mediaType("type", value);
            case KEY_ID -> require(value instanceof CborBytes, "kid: require bstr type");
            case VECTOR, PARTIAL_VECTOR -> {
                require(value instanceof CborBytes, (label == VECTOR ? "IV" : "Partial IV") + ": require bstr type");
                require(
                        header.get(VECTOR).isEmpty()
                                || header.get(PARTIAL_VECTOR).isEmpty(),
                        "IV and PartialIV: parameters must not both be present");
            }
            case COUNTERSIGNATURE -> countersignature("counter signature", value, isProtected);
            case COUNTERSIGNATURE_V2 -> countersignature("Countersignature version 2", value, isProtected);
            case COUNTERSIGNATURE_0 -> abbreviated("countersignature0", value, isProtected);
            case COUNTERSIGNATURE_0_V2 -> abbreviated("Countersignature0 version 2", value, isProtected);
            default -> {
                // Nothing is asked of others.
            }
        }
    }

    private static void critical(CborMap header, CborValue value) throws MalformedEntityException {
        if (!(value instanceof CborArray array)) {
            throw new MalformedEntityException("header parameter: crit: invalid crit header");
        }
        List<CborValue> labels = array.items();
        require(!labels.isEmpty(), "crit: empty crit header");
        for (CborValue label : labels) {
            String name = label instanceof CborText text
                    ? text.value()
                    : label instanceof CborInteger number ? Long.toString(number.value()) : "";
            require(
                    label instanceof CborText || label instanceof CborInteger,
                    "crit: require int / tstr type, got another");
            require(header.get(label).isPresent(), "crit: missing critical header: " + name);
        }
    }

    private static void mediaType(String name, CborValue value) throws MalformedEntityException {
        if (value instanceof CborText text) {
            String type = text.value();
            require(!type.isEmpty(), name + ": require non-empty string");
            require(
                    type.charAt(0) != ' ' && type.charAt(type.length() - 1) != ' ',
                    name + ": require no leading/trailing whitespace");
            require(type.chars().filter(c -> c == '/').count() == 1, name + ": require text of form type/subtype");
            return;
        }
        require(value instanceof CborInteger number && number.value() >= 0, name + ": require tstr / uint type");
    }

    private static void countersignature(String name, CborValue value, boolean isProtected)
            throws MalformedEntityException {
        require(!isProtected, name + ": not allowed");
        require(value instanceof CborArray, name + " is not a Countersignature or a list");
    }

    private static void abbreviated(String name, CborValue value, boolean isProtected) throws MalformedEntityException {
        require(!isProtected, name + ": not allowed");
        require(value instanceof CborBytes, name + ": require bstr type");
    }

    private static void require(boolean holds, String refusal) throws MalformedEntityException {
        if (!holds) {
            throw new MalformedEntityException("header parameter: " + refusal);
        }
    }
}
