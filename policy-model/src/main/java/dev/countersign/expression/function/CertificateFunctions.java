package dev.countersign.expression.function;

import java.util.List;

/** {@code x509_decode}. */
final class CertificateFunctions {
    static final List<JmesFunction> ALL = List.of(JmesFunction.of(
            "x509_decode",
            call -> {
                throw EvaluationException.error("failed to decode PEM block");
            },
            ArgumentType.STRING));

    private CertificateFunctions() {}
}
