package dev.countersign.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PlainEcdsaTest {
    private static final byte[] MESSAGE = "the message".getBytes(StandardCharsets.UTF_8);
    private static final KeyPair PAIR = CertificateForge.generate("EC", 256);

    private static void verify(byte[] signature, int width) throws CryptographyException {
        Cryptography.bouncyCastle()
                .verifyP1363Ecdsa(
                        VerificationKey.fromSpki(PAIR.getPublic().getEncoded()),
                        HashAlgorithm.SHA256,
                        MESSAGE,
                        signature,
                        width);
    }

    @Test
    void two_numbers_of_the_stated_width_verify_and_nothing_else() throws CryptographyException {
        byte[] signature = CertificateForge.sign(PAIR, "SHA256withECDSAinP1363Format", MESSAGE);
        verify(signature, 32);

        assertThatThrownBy(() -> verify(signature, 48)).hasMessage("ecdsa: verification error");
        assertThatThrownBy(() -> verify(Arrays.copyOf(signature, 66), 32)).hasMessage("ecdsa: verification error");
        assertThatThrownBy(() -> verify(new byte[64], 32)).hasMessage("ecdsa: verification error");
        byte[] der = CertificateForge.sign(PAIR, "SHA256withECDSA", MESSAGE);
        assertThatThrownBy(() -> verify(der, 32)).hasMessage("ecdsa: verification error");
    }

    @Test
    void only_rsa_keys_have_a_length_of_their_modulus() throws CryptographyException {
        assertThat(VerificationKey.fromSpki(PAIR.getPublic().getEncoded()).rsaBits())
                .isZero();
        KeyPair rsa = CertificateForge.generate("RSA", 2048);
        assertThat(VerificationKey.fromSpki(rsa.getPublic().getEncoded()).rsaBits())
                .isEqualTo(2048);
    }
}
