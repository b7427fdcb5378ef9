package dev.countersign.crypto;

import static dev.countersign.crypto.CertificateForge.authority;
import static dev.countersign.crypto.CertificateForge.certificate;
import static dev.countersign.crypto.CertificateForge.hex;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.KeyPair;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.junit.jupiter.api.Test;

class CertificateSignatureTest {
    private static final KeyPair EC = CertificateForge.generate("EC", 256);
    private static final KeyPair RSA = CertificateForge.generate("RSA", 1024);
    private static final KeyPair ED25519 = CertificateForge.generate("Ed25519", 0);
    private static final Cryptography CRYPTOGRAPHY = Cryptography.bouncyCastle();
    private static final String NO_SIGNER =
            "x509: invalid signature: parent certificate cannot sign this kind of certificate";

    private static void check(CertificateForge child, CertificateForge parent) throws CryptographyException {
        child.parse().checkSignatureFrom(parent.parse(), CRYPTOGRAPHY);
    }

    private static void assertRefused(CertificateForge child, CertificateForge parent, String message) {
        assertThatExceptionOfType(CryptographyException.class)
                .isThrownBy(() -> check(child, parent))
                .withMessage(message);
    }

    private static CertificateForge byEc() {
        return certificate().signedBy(EC, "SHA256withECDSA");
    }

    @Test
    void the_signature_of_the_parent_verifies() throws Exception {
        check(byEc(), authority(EC));
        check(certificate().algorithm(CertificateForge.SHA256_RSA).signedBy(RSA, "SHA256withRSA"), authority(RSA));
        check(certificate().algorithm(CertificateForge.ED25519).signedBy(ED25519, "Ed25519"), authority(ED25519));
    }

    @Test
    void another_keys_signature_does_not() {
        KeyPair other = CertificateForge.generate("EC", 256);
        assertRefused(byEc(), authority(other), "x509: ECDSA verification failure");
        CertificateForge rsa =
                certificate().algorithm(CertificateForge.SHA256_RSA).signedBy(EC, "SHA256withECDSA");
        assertRefused(rsa, authority(RSA), "crypto/rsa: verification error");
        CertificateForge edwards =
                certificate().algorithm(CertificateForge.ED25519).signedBy(EC, "SHA256withECDSA");
        assertRefused(edwards, authority(ED25519), "x509: Ed25519 verification failure");
    }

    @Test
    void the_parent_must_be_an_authority() throws Exception {
        CertificateForge bare = certificate();
        bare.spki = EC.getPublic().getEncoded();
        assertRefused(byEc(), bare, NO_SIGNER);
        bare.version = new byte[0];
        check(byEc(), bare);
        CertificateForge leaf = certificate().extension("551d13", true, "3000");
        leaf.spki = EC.getPublic().getEncoded();
        assertRefused(byEc(), leaf, NO_SIGNER);
    }

    @Test
    void the_parents_key_usage_must_allow_it_where_it_says_anything() throws Exception {
        assertRefused(byEc(), authority(EC).extension("551d0f", true, "03020780"), NO_SIGNER);
        check(byEc(), authority(EC).extension("551d0f", true, "03020204"));
        check(byEc(), authority(EC).extension("551d0f", true, "030100"));
    }

    @Test
    void sha_1_and_md5_are_insecure() {
        String prefix = "x509: cannot verify signature: insecure algorithm ";
        assertRefused(
                certificate().algorithm(CertificateForge.SHA1_ECDSA).signedBy(EC, "SHA1withECDSA"),
                authority(EC),
                prefix + "ECDSA-SHA1");
        assertRefused(byEc().algorithm(CertificateForge.SHA1_RSA), authority(EC), prefix + "SHA1-RSA");
        assertRefused(byEc().algorithm("300706052b0e03021d"), authority(EC), prefix + "SHA1-RSA");
        assertRefused(byEc().algorithm("300d06092a864886f70d0101040500"), authority(EC), prefix + "MD5-RSA");
        assertRefused(byEc().algorithm("300906072a8648ce380403"), authority(EC), prefix + "DSA-SHA1");
    }

    @Test
    void algorithm_and_key_must_fit() {
        assertRefused(
                byEc().algorithm(CertificateForge.SHA256_RSA),
                authority(EC),
                "x509: signature algorithm specifies an RSA public key, but have public key of type *ecdsa.PublicKey");
        assertRefused(
                byEc(),
                authority(RSA),
                "x509: signature algorithm specifies an ECDSA public key, but have public key of type *rsa.PublicKey");
        assertRefused(
                byEc().algorithm(CertificateForge.SHA256_RSA),
                authority(ED25519),
                "x509: signature algorithm specifies an RSA public key, but have public key of type ed25519.PublicKey");
    }

    @Test
    void unknown_algorithms_and_keys_are_unimplemented() {
        String unimplemented = "x509: cannot verify signature: algorithm unimplemented";
        assertRefused(byEc().algorithm("300406022a03"), authority(EC), unimplemented);
        assertRefused(byEc().algorithm("300706032b65700500"), authority(ED25519), unimplemented);
        CertificateForge parent = authority(EC);
        parent.spki = hex("300a" + "3004" + "06022a03" + "030200ff");
        assertRefused(byEc(), parent, unimplemented);
        KeyPair dsa = CertificateForge.generate("DSA", 1024);
        assertRefused(byEc(), authority(dsa), unimplemented);
    }

    private static byte[] pss(String maskHash, int salt) {
        byte[] sha256 = hex("300d06096086480165030402010500");
        return DerWriter.element(
                DerReader.SEQUENCE,
                hex("06092a864886f70d01010a"),
                DerWriter.element(
                        DerReader.SEQUENCE,
                        DerWriter.element(0xa0, sha256),
                        DerWriter.element(
                                0xa1,
                                DerWriter.element(DerReader.SEQUENCE, hex("06092a864886f70d010108"), hex(maskHash))),
                        DerWriter.element(0xa2, CertificateForge.integer(salt))));
    }

    @Test
    void pss_is_known_with_one_hash_and_a_salt_of_its_length() throws Exception {
        CertificateForge child = certificate();
        String sha256 = "300b0609608648016503040201";
        child.innerAlgorithm = pss(sha256, 32);
        child.outerAlgorithm = child.innerAlgorithm;
        Signature signer = Signature.getInstance("RSASSA-PSS");
        signer.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        signer.initSign(RSA.getPrivate());
        signer.update(child.tbs());
        child.signature = DerWriter.element(DerReader.BIT_STRING, new byte[1], signer.sign());
        check(child, authority(RSA));

        for (byte[] algorithm : new byte[][] {pss(sha256, 20), pss("300b0609608648016503040202", 32)}) {
            CertificateForge other = certificate();
            other.innerAlgorithm = algorithm;
            other.outerAlgorithm = algorithm;
            assertRefused(other, authority(RSA), "x509: cannot verify signature: algorithm unimplemented");
        }
    }
}
