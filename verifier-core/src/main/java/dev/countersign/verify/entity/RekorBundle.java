package dev.countersign.verify.entity;

import dev.countersign.crypto.CryptographyException;
import dev.countersign.crypto.StandardBase64;
import dev.countersign.verify.entity.JsonValue.JsonNull;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Rekor's promise for one entry, as cosign stores it in the annotation {@code dev.sigstore.cosign/bundle}. Nothing of it is
 * checked. Immutable.
 *
 * @param signedEntryTimestamp the log's signature, DER
 * @param body the entry; a text in base64 where it is well-formed
 * @param integratedTime when the log took the entry, in seconds since 1970
 * @param logIndex the entry's place in the log
 * @param logId hexadecimal SHA-256 of the log's key, as written
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out
public record RekorBundle(
        byte[] signedEntryTimestamp, JsonValue body, long integratedTime, long logIndex, String logId) {
    /** The longest annotation, in characters. */
    public static final int MAX_TEXT = 4 * 1024 * 1024;

    public RekorBundle {
        signedEntryTimestamp = signedEntryTimestamp.clone();
    }

    @Override
    public byte[] signedEntryTimestamp() {
        return signedEntryTimestamp.clone();
    }

    /** The integrated time; the last moment that Java knows, where the number is beyond it. */
    public Instant integratedAt() {
        try {
            return Instant.ofEpochSecond(integratedTime);
        } catch (DateTimeException e) {
            return integratedTime < 0 ? Instant.MIN : Instant.MAX;
        }
    }

    /**
     * Reads the annotation as Go's {@code encoding/json} reads it into cosign's {@code RekorBundle}: names in any case, the
     * last of several counts, unknown ones are skipped, what is missing is zero. The empty annotation counts as absent and is
     * not to be passed here.
     *
     * @throws MalformedEntityException in Go's words: {@code unmarshaling bundle: illegal base64 data at input byte 0}
     */
    public static RekorBundle parse(String annotation) throws MalformedEntityException {
        try {
            if (annotation.length() > MAX_TEXT) {
                throw new MalformedEntityException("annotation of " + annotation.length() + " characters");
            }
            JsonValue value = GoJson.unmarshal(annotation.getBytes(StandardCharsets.UTF_8));
            Fields fields = new Fields();
            fields.read(value);
            if (fields.error != null) {
                throw new MalformedEntityException(fields.error);
            }
            return new RekorBundle(fields.promise, fields.body, fields.time, fields.index, fields.logId);
        } catch (MalformedEntityException e) {
            throw new MalformedEntityException("unmarshaling bundle: " + e.getMessage(), e);
        }
    }

    /** Collects the fields in the order of the text. As in Go, the first error is told, after all was read. */
    private static final class Fields {
        private byte[] promise = new byte[0];
        private JsonValue body = new JsonNull();
        private long time;
        private long index;
        private String logId = "";
        private @Nullable String error;

        void read(JsonValue value) {
            if (value instanceof JsonValue.JsonObject object) {
                for (JsonValue.Member member : object.members()) {
                    if (member.is("SignedEntryTimestamp")) {
                        readPromise(member.value());
                    } else if (member.is("Payload")) {
                        readPayload(member.value());
                    }
                }
            } else if (!(value instanceof JsonNull)) {
                fail("json: cannot unmarshal " + value.goName() + " into Go value of type bundle.RekorBundle");
            }
        }

        private void readPromise(JsonValue value) {
            if (value instanceof JsonValue.JsonString text) {
                try {
                    promise = StandardBase64.octets(text.value());
                } catch (CryptographyException e) {
                    fail(String.valueOf(e.getMessage()));
                }
            } else if (value instanceof JsonNull) {
                promise = new byte[0];
            } else if (value instanceof JsonValue.JsonArray array) {
                promise = new byte[array.elements().size()];
                for (int i = 0; i < promise.length; i++) {
                    promise[i] = octet(array.elements().get(i));
                }
            } else {
                mismatch(value.goName(), "RekorBundle.SignedEntryTimestamp", "[]uint8");
            }
        }

        private byte octet(JsonValue value) {
            if (value instanceof JsonValue.JsonNumber number) {
                try {
                    int octet = Integer.parseInt(number.literal());
                    if (octet >= 0 && octet <= 255) {
                        return (byte) octet;
                    }
                } catch (NumberFormatException e) {
                    // told below, as an octet out of range is
                }
                mismatch("number " + number.literal(), "RekorBundle.SignedEntryTimestamp", "uint8");
            } else if (!(value instanceof JsonNull)) {
                mismatch(value.goName(), "RekorBundle.SignedEntryTimestamp", "uint8");
            }
            return 0;
        }

        private void readPayload(JsonValue value) {
            if (value instanceof JsonValue.JsonObject object) {
                for (JsonValue.Member member : object.members()) {
                    if (member.is("body")) {
                        readBody(member.value());
                    } else if (member.is("integratedTime")) {
                        time = integer(member.value(), "integratedTime", time);
                    } else if (member.is("logIndex")) {
                        index = integer(member.value(), "logIndex", index);
                    } else if (member.is("logID")) {
                        readLogId(member.value());
                    }
                }
            } else if (!(value instanceof JsonNull)) {
                mismatch(value.goName(), "RekorBundle.Payload", "bundle.RekorPayload");
            }
        }

        private void readBody(JsonValue value) {
            body = value;
            try {
                GoNumbers.requireFloat64(value, "Go struct field RekorPayload.Payload.body");
            } catch (MalformedEntityException e) {
                fail(String.valueOf(e.getMessage()));
            }
        }

        private void readLogId(JsonValue value) {
            if (value instanceof JsonValue.JsonString text) {
                logId = text.value();
            } else if (!(value instanceof JsonNull)) {
                mismatch(value.goName(), "RekorPayload.Payload.logID", "string");
            }
        }

        private long integer(JsonValue value, String name, long before) {
            if (value instanceof JsonValue.JsonNumber number) {
                try {
                    return Long.parseLong(number.literal());
                } catch (NumberFormatException e) {
                    mismatch("number " + number.literal(), "RekorPayload.Payload." + name, "int64");
                }
            } else if (!(value instanceof JsonNull)) {
                mismatch(value.goName(), "RekorPayload.Payload." + name, "int64");
            }
            return before;
        }

        private void mismatch(String what, String field, String type) {
            fail("json: cannot unmarshal " + what + " into Go struct field " + field + " of type " + type);
        }

        private void fail(String message) {
            if (error == null) {
                error = message;
            }
        }
    }
}
