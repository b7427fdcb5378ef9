package dev.countersign.verify.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DsseEnvelopeTest {
    private static CosignAttestation read(String envelope) throws MalformedEntityException {
        return CosignAttestation.parse(CosignSignature.parse(
                Map.of("dev.cosignproject.cosign/signature", ""),
                envelope.getBytes(StandardCharsets.UTF_8),
                "registry.test/web:tag"));
    }

    private static String envelope(String payload, String sig) {
        return "{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\"" + payload
                + "\",\"signatures\":[{\"keyid\":\"k\",\"sig\":\"" + sig + "\"}]}";
    }

    @Test
    void lengths_of_what_is_signed_are_counted_in_bytes() {
        assertThat(new String(
                        DsseEnvelope.pae("größe", "©\n".getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8))
                .isEqualTo("DSSEv1 7 größe 3 ©\n");
        assertThat(new String(
                        DsseEnvelope.pae(
                                "http://example.com/HelloWorld", "hello world".getBytes(StandardCharsets.UTF_8)),
                        StandardCharsets.UTF_8))
                .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    }

    @Test
    void both_alphabets_are_taken_but_a_statement_needs_the_standard_one() throws MalformedEntityException {
        CosignAttestation standard = read(envelope("+/+/", "+/+/"));
        CosignAttestation url = read(envelope("-_-_", "-_-_"));

        assertThat(url.envelope().payload()).isEqualTo(standard.envelope().payload());
        assertThat(url.envelope().signatures().get(0).signature())
                .isEqualTo(standard.envelope().signatures().get(0).signature());
        assertThat(standard.payloadFault()).isEmpty();
        assertThat(url.payloadFault()).contains("illegal base64 data at input byte 0");
        assertThatThrownBy(() -> read(envelope("+_+_", "")))
                .hasMessage("unable to base64 decode payload (is payload in the right format?)");
        assertThatThrownBy(() -> read(envelope("", "%")))
                .hasMessage("unable to base64 decode payload (is payload in the right format?)");
    }

    @Test
    void names_are_read_in_any_case_and_the_last_payload_is_the_signed_one() throws MalformedEntityException {
        CosignAttestation attestation = read("{\"PAYLOADTYPE\":\"application/vnd.in-toto+json\",\"payload\":\"AAAA\","
                + "\"Payload\":\"BBBB\",\"Signatures\":[{\"Sig\":\"CCCC\"}]}");

        assertThat(attestation.envelope().payload()).isEqualTo(new byte[] {0x04, 0x10, 0x41});
        assertThat(attestation.around().payload()).isEqualTo(CosignAttestation.ExactPayload.OTHER);
    }

    @Test
    void what_is_no_envelope_is_named() {
        assertThatThrownBy(() -> read("[]"))
                .hasMessage("json: cannot unmarshal array into Go value of type dsse.Envelope");
        assertThatThrownBy(() -> read("{}"))
                .hasMessage("invalid payloadType  on envelope. Expected application/vnd.in-toto+json");
        assertThatThrownBy(() -> read("{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\"%\"}"))
                .hasMessage("no signature found");
        assertThatThrownBy(() -> read("{\"payload\":7}"))
                .hasMessage("json: cannot unmarshal number into Go struct field Envelope.payload of type string");
    }
}
