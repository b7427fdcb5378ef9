package dev.countersign.verify.entity;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A CBOR data item (RFC 8949). Immutable. */
public sealed interface CborValue {

    /** A whole number that fits 64 bits. */
    record CborInteger(long value) implements CborValue {}

    /** A byte string; equal by its bytes. */
    @SuppressWarnings("ArrayRecordComponent") // copied in and out, and compared by content
    record CborBytes(byte[] value) implements CborValue {
        public CborBytes {
            value = value.clone();
        }

        @Override
        public byte[] value() {
            return value.clone();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof CborBytes that && Arrays.equals(value, that.value);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }
    }

    /** A text string. */
    record CborText(String value) implements CborValue {}

    /** An array. */
    record CborArray(List<CborValue> items) implements CborValue {
        public CborArray {
            items = List.copyOf(items);
        }
    }

    /** A map; no key stands twice. */
    record CborMap(List<CborEntry> entries) implements CborValue {
        public CborMap {
            entries = List.copyOf(entries);
        }

        /** The value of a label. */
        public Optional<CborValue> get(CborValue key) {
            return entries.stream()
                    .filter(entry -> entry.key().equals(key))
                    .map(CborEntry::value)
                    .findFirst();
        }

        /** The value of a label that is a number. */
        public Optional<CborValue> get(long label) {
            return get(new CborInteger(label));
        }

        /** The value of a label that is a text. */
        public Optional<CborValue> get(String label) {
            return get(new CborText(label));
        }
    }

    /** A tagged item. */
    record CborTag(long number, CborValue content) implements CborValue {}

    /** A floating-point number. */
    record CborFloat(double value) implements CborValue {}

    /** {@code false} (20), {@code true} (21), {@code null} (22), {@code undefined} (23), or another simple value. */
    record CborSimple(int value) implements CborValue {
        static final int NULL = 22;
        static final int UNDEFINED = 23;

        /** Whether it stands for no value. */
        public boolean isNothing() {
            return value == NULL || value == UNDEFINED;
        }
    }

    /** A key and its value. */
    record CborEntry(CborValue key, CborValue value) {}
}
