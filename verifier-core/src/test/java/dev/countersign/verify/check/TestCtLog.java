package dev.countersign.verify.check;

import dev.countersign.trust.LogKey;
import dev.countersign.trust.Origin;
import dev.countersign.trust.ValidityWindow;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;

/** A certificate transparency log. */
record TestCtLog(TestKey key, Instant time, int version, int hash, int algorithm, byte[] trailing) {

    static TestCtLog of(TestKey key) {
        return new TestCtLog(key, TestCertificate.START, 0, 4, 3, new byte[0]);
    }

    TestCtLog at(Instant moment) {
        return new TestCtLog(key, moment, version, hash, algorithm, trailing);
    }

    TestCtLog saying(int newVersion, int newHash, int newAlgorithm) {
        return new TestCtLog(key, time, newVersion, newHash, newAlgorithm, trailing);
    }

    TestCtLog trailing(byte... bytes) {
        return new TestCtLog(key, time, version, hash, algorithm, bytes);
    }

    LogKey trusted() {
        return trusted(ValidityWindow.ALWAYS);
    }

    LogKey trusted(ValidityWindow window) {
        return new LogKey(key.key, window, new Origin("the test"));
    }

    byte[] promise(byte[] issuerKeyHash, byte[] tbs) {
        byte[] stamp = ByteBuffer.allocate(8).putLong(time.toEpochMilli()).array();
        byte[] length = {(byte) (tbs.length >> 16), (byte) (tbs.length >> 8), (byte) tbs.length};
        byte[] signed = join(new byte[2], stamp, new byte[] {0, 1}, issuerKeyHash, length, tbs, new byte[2]);
        return join(
                new byte[] {(byte) version},
                HexFormat.of().parseHex(key.key.id()),
                stamp,
                new byte[2],
                new byte[] {(byte) hash, (byte) algorithm},
                vector(join(key.sign(signed), trailing)));
    }

    static byte[] vector(byte[] bytes) {
        return join(new byte[] {(byte) (bytes.length >> 8), (byte) bytes.length}, bytes);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
