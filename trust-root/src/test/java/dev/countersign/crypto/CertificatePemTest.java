package dev.countersign.crypto;

import static dev.countersign.crypto.CertificateForge.certificate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class CertificatePemTest {
    private static final String PEM = certificate().pem();
    private static final String GARBAGE = Pem.encode("CERTIFICATE", new byte[] {1, 2, 3});

    private static void assertStrictlyRefused(String text, String message) {
        assertThatExceptionOfType(CryptographyException.class)
                .isThrownBy(() -> CertificatePem.strict(text))
                .withMessage(message);
    }

    @Test
    void the_strict_way_looks_at_no_label_and_at_every_block() throws Exception {
        assertThat(CertificatePem.strict(PEM + "\n" + PEM.replace("CERTIFICATE", "FOO") + " \n\t"))
                .hasSize(2);
        assertThat(CertificatePem.strict("# ours\n" + PEM)).hasSize(1);
        assertThat(CertificatePem.strict(" \n")).isEmpty();
        assertStrictlyRefused("see the wiki", "error during PEM decoding");
        assertStrictlyRefused(PEM + "trailing", "error during PEM decoding");
        assertStrictlyRefused(PEM + GARBAGE, "x509: malformed certificate");
    }

    @Test
    void the_pool_takes_what_it_can() throws Exception {
        assertThat(CertificatePem.pool(GARBAGE + PEM + "text\n" + PEM.replace("CERTIFICATE", "FOO") + PEM + "x"))
                .hasSize(2);
        assertThat(CertificatePem.pool(PEM.replaceFirst("\n", "\na: b\n\n"))).isEmpty();
        assertThat(CertificatePem.pool("nothing")).isEmpty();
    }

    @Test
    void more_certificates_than_the_bound_are_refused() throws Exception {
        String most = PEM.repeat(CertificatePem.MAX_CERTIFICATES);
        assertThat(CertificatePem.strict(most)).hasSize(CertificatePem.MAX_CERTIFICATES);
        assertStrictlyRefused(most + PEM, "more than 100 certificates in one text");
        assertThatExceptionOfType(CryptographyException.class)
                .isThrownBy(() -> CertificatePem.pool(most + PEM))
                .withMessage("more than 100 certificates in one text");
    }
}
