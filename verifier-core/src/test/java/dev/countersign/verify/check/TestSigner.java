package dev.countersign.verify.check;

import dev.countersign.crypto.ParsedCertificate;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;

/** Certificates of signers, for tests of other packages. */
public final class TestSigner {
    private static final TestKey KEY = TestKey.p256(4711);
    private static final TestKey CA = TestKey.p256(4712);

    private TestSigner() {}

    /** A certificate for an email address; an empty one names nobody. */
    public static ParsedCertificate certificate(String email, String issuer) {
        return certificate(email, Map.of("1.3.6.1.4.1.57264.1.1", issuer));
    }

    /** The same with any texts under object identifiers. */
    public static ParsedCertificate certificate(String email, Map<String, String> extensions) {
        TestCertificate certificate = TestCertificate.leaf(KEY, "ca", CA);
        if (email.isEmpty()) {
            certificate.without(Extension.subjectAlternativeName);
        } else {
            certificate.names(new GeneralName(GeneralName.rfc822Name, email));
        }
        extensions.forEach((oid, value) ->
                certificate.extension(new ASN1ObjectIdentifier(oid), false, value.getBytes(StandardCharsets.UTF_8)));
        return certificate.build();
    }

    /** A key as PEM; another number, another key. */
    public static String publicKey(long number) {
        return TestKey.p256(number).key.toPem();
    }

    /** The id of that key. */
    public static String keyId(long number) {
        return TestKey.p256(number).key.id();
    }
}
