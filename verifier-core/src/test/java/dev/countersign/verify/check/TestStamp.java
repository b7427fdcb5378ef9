package dev.countersign.verify.check;

import dev.countersign.crypto.ParsedCertificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.DLSet;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** Mints RFC 3161 timestamps over SHA-256: every field can be made wrong. */
final class TestStamp {
    static final String SHA1 = "1.3.14.3.2.26";
    static final String SHA256 = "2.16.840.1.101.3.4.2.1";
    static final String ECDSA_SHA256 = "1.2.840.10045.4.3.2";
    static final String GEN_TIME = "20250301120500Z";

    private static final int OCTETS = 0x04;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int TAG_0 = 0xa0;
    private static final String CONTENT_TYPE = "1.2.840.113549.1.9.3";
    private static final String MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
    private static final String SIGNING_TIME = "1.2.840.113549.1.9.5";
    private static final String TST_INFO = "1.2.840.113549.1.9.16.1.4";

    private final TestKey key;
    private final ParsedCertificate signer;
    private final List<ParsedCertificate> certificates = new ArrayList<>();
    private byte[] imprint;
    private String imprintHash = SHA256;
    private String digestHash = SHA256;
    private String algorithm = ECDSA_SHA256;
    private String genTime = GEN_TIME;
    private String signingTime = "250301120500Z";
    private byte[] digest = {};
    private boolean attributes = true;
    private boolean sorted = true;
    private boolean ber;
    private int status;
    private int signers = 1;

    TestStamp(TestKey key, ParsedCertificate signer, byte[] message) {
        this.key = key;
        this.signer = signer;
        this.imprint = TestKey.sha256(message);
        certificates.add(signer);
    }

    TestStamp imprint(String hash, byte[] value) {
        imprintHash = hash;
        imprint = value;
        return this;
    }

    TestStamp digestHash(String hash) {
        digestHash = hash;
        return this;
    }

    TestStamp algorithm(String oid) {
        algorithm = oid;
        return this;
    }

    TestStamp genTime(String time) {
        genTime = time;
        return this;
    }

    /** A UTCTime; empty: no such attribute. */
    TestStamp signingTime(String time) {
        signingTime = time;
        return this;
    }

    TestStamp digest(byte[] value) {
        digest = value;
        return this;
    }

    TestStamp withoutAttributes() {
        attributes = false;
        return this;
    }

    TestStamp unsorted() {
        sorted = false;
        return this;
    }

    TestStamp ber() {
        ber = true;
        return this;
    }

    TestStamp status(int value) {
        status = value;
        return this;
    }

    TestStamp signers(int count) {
        signers = count;
        return this;
    }

    TestStamp certificates(ParsedCertificate... bag) {
        certificates.clear();
        certificates.addAll(List.of(bag));
        return this;
    }

    byte[] response() {
        byte[] info = encoded(new ASN1Integer(status));
        if (status != 0) {
            info = join(info, encoded(new DERSequence(new DERUTF8String("why"))));
        }
        return write(SEQUENCE, write(SEQUENCE, info), token());
    }

    private byte[] token() {
        byte[] content = content();
        byte[] bag = {};
        for (ParsedCertificate certificate : certificates) {
            bag = join(bag, certificate.der());
        }
        byte[] infos = {};
        for (int i = 0; i < signers; i++) {
            infos = join(infos, encoded(signerInfo(content)));
        }
        byte[] data = join(
                encoded(new ASN1Integer(3)),
                encoded(new DERSet(hash(digestHash))),
                write(SEQUENCE, encoded(oid(TST_INFO)), write(TAG_0, write(OCTETS, content))),
                bag.length == 0 ? bag : write(TAG_0, bag),
                write(SET, infos));
        byte[] indefinite = join(new byte[] {SEQUENCE, (byte) 0x80}, data, new byte[2]);
        return write(
                SEQUENCE, encoded(oid("1.2.840.113549.1.7.2")), write(TAG_0, ber ? indefinite : write(SEQUENCE, data)));
    }

    private byte[] content() {
        return write(
                SEQUENCE,
                encoded(new ASN1Integer(1)),
                encoded(oid("1.2.3.4")),
                encoded(sequence(hash(imprintHash), new DEROctetString(imprint))),
                encoded(new ASN1Integer(BigInteger.valueOf(99))),
                write(GENERALIZED_TIME, genTime.getBytes(StandardCharsets.US_ASCII)));
    }

    private DERSequence signerInfo(byte[] content) {
        ASN1EncodableVector info = new ASN1EncodableVector();
        info.add(new ASN1Integer(1));
        info.add(sequence(primitive(signer.rawIssuer()), new ASN1Integer(signer.serialNumber())));
        info.add(hash(digestHash));
        byte[] signed = content;
        if (attributes) {
            ASN1EncodableVector list = new ASN1EncodableVector();
            if (!signingTime.isEmpty()) {
                list.add(attribute(SIGNING_TIME, new ASN1UTCTime(signingTime)));
            }
            list.add(attribute(CONTENT_TYPE, oid(TST_INFO)));
            list.add(attribute(
                    MESSAGE_DIGEST, new DEROctetString(digest.length > 0 ? digest : TestKey.sha256(content))));
            ASN1Primitive set = sorted ? new DERSet(list) : new DLSet(list);
            signed = encoded(new DERSet(list));
            info.add(new DERTaggedObject(false, 0, set));
        }
        info.add(new AlgorithmIdentifier(oid(algorithm)));
        info.add(new DEROctetString(key.sign(signed)));
        return new DERSequence(info);
    }

    private static DERSequence attribute(String type, ASN1Encodable value) {
        return sequence(oid(type), new DERSet(value));
    }

    private static DERSequence hash(String oid) {
        return sequence(oid(oid));
    }

    private static DERSequence sequence(ASN1Encodable... elements) {
        return new DERSequence(elements);
    }

    private static ASN1ObjectIdentifier oid(String oid) {
        return new ASN1ObjectIdentifier(oid);
    }

    private static ASN1Primitive primitive(byte[] der) {
        try {
            return ASN1Primitive.fromByteArray(der);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] write(int tag, byte[]... parts) {
        return Der.write(tag, join(parts));
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    private static byte[] encoded(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded("DL");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
