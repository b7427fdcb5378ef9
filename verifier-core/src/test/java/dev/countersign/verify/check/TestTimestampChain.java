package dev.countersign.verify.check;

import dev.countersign.crypto.ParsedCertificate;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** The three certificates of a timestamp authority. */
public final class TestTimestampChain {
    public final ParsedCertificate root;
    public final ParsedCertificate intermediate;
    public final ParsedCertificate signer;

    public TestTimestampChain(String name, long secret) {
        TestKey rootKey = TestKey.p256(secret);
        TestKey caKey = TestKey.p256(secret + 1);
        root = TestCertificate.ca(name + " root", rootKey, name + " root", rootKey)
                .build();
        intermediate =
                TestCertificate.ca(name + " ca", caKey, name + " root", rootKey).build();
        signer = TestCertificate.leaf(TestKey.p256(secret + 2), name + " ca", caKey)
                .extension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping))
                .build();
    }
}
