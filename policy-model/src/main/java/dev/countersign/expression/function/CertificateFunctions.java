package dev.countersign.expression.function;

import dev.countersign.document.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code x509_decode}: a certificate or a request for one with an RSA key, as Go's JSON of the parsed structure. */
final class CertificateFunctions {
    static final List<JmesFunction> ALL =
            List.of(JmesFunction.of("x509_decode", CertificateFunctions::decode, ArgumentType.STRING));

    private CertificateFunctions() {}

    private static Value decode(Call call) throws EvaluationException {
        String text = call.text(0);
        PemText.Block block = PemText.first(text.getBytes(StandardCharsets.UTF_8));
        if (block == null) {
            throw EvaluationException.error("failed to decode PEM block");
        }
        call.evaluation().build(text.length() / 8);
        try {
            Value decoded =
                    switch (block.type()) {
                        case "CERTIFICATE" -> CertificateJson.certificate(block.bytes());
                        case "CERTIFICATE REQUEST" -> CertificateJson.request(block.bytes());
                        default ->
                            throw EvaluationException.error(
                                    "PEM block neither contains a CERTIFICATE or CERTIFICATE REQUEST");
                    };
            call.evaluation().measure(decoded);
            return decoded;
        } catch (DerException malformed) {
            throw EvaluationException.error(String.valueOf(malformed.getMessage()));
        }
    }
}
