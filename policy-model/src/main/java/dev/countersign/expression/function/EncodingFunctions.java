package dev.countersign.expression.function;

import dev.countersign.document.DocumentLimits;
import dev.countersign.document.DocumentReader;
import dev.countersign.document.DocumentReading.Document;
import dev.countersign.document.JsonReading;
import dev.countersign.document.Located;
import dev.countersign.document.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** {@code base64_decode base64_encode md5 parse_json parse_yaml sha1 sha256}. */
final class EncodingFunctions {
    static final List<JmesFunction> ALL = List.of(
            JmesFunction.of("base64_decode", EncodingFunctions::decode, ArgumentType.STRING),
            JmesFunction.of("base64_encode", EncodingFunctions::encode, ArgumentType.STRING),
            JmesFunction.of("md5", call -> hash(call, "MD5"), ArgumentType.STRING),
            JmesFunction.of("parse_json", EncodingFunctions::parseJson, ArgumentType.STRING),
            JmesFunction.of("parse_yaml", EncodingFunctions::parseYaml, ArgumentType.STRING),
            JmesFunction.of("sha1", call -> hash(call, "SHA-1"), ArgumentType.STRING),
            JmesFunction.of("sha256", call -> hash(call, "SHA-256"), ArgumentType.STRING));

    private EncodingFunctions() {}

    /** Bytes that are not UTF-8 become U+FFFD: a text of ours cannot hold them. */
    private static Value decode(Call call) throws EvaluationException {
        byte[] decoded = GoBase64.decode(call.text(0).getBytes(StandardCharsets.UTF_8));
        return call.built(new String(decoded, StandardCharsets.UTF_8));
    }

    private static Value encode(Call call) throws EvaluationException {
        byte[] bytes = call.text(0).getBytes(StandardCharsets.UTF_8);
        return call.built(Base64.getEncoder().encodeToString(bytes));
    }

    private static Value hash(Call call, String algorithm) throws EvaluationException {
        byte[] bytes = call.text(0).getBytes(StandardCharsets.UTF_8);
        try {
            return Value.of(HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(bytes)));
        } catch (NoSuchAlgorithmException disabled) {
            throw call.error("this runtime has no " + algorithm);
        }
    }

    private static Value parseJson(Call call) throws EvaluationException {
        String text = call.text(0);
        JsonReading reading =
                DocumentReader.readJson("parse_json", text.getBytes(StandardCharsets.UTF_8), DocumentLimits.OBJECTS);
        if (reading.value().isEmpty()) {
            throw EvaluationException.error(GoJson.error(reading));
        }
        call.evaluation().build(text.length() / 8);
        return GoJson.floats(reading.value().get());
    }

    /** The first document of the text. */
    private static Value parseYaml(Call call) throws EvaluationException {
        String text = call.text(0);
        List<Document> documents = DocumentReader.read(
                        "parse_yaml", text.getBytes(StandardCharsets.UTF_8), DocumentLimits.POLICIES)
                .documents();
        if (documents.isEmpty()) {
            return Value.NULL;
        }
        Document first = documents.get(0);
        call.evaluation().build(text.length() / 8);
        if (first.root().isPresent()) {
            Value value = first.root().map(Located::value).orElse(Value.NULL);
            call.evaluation().measure(value);
            return GoJson.floats(value);
        }
        if (first.blank()) {
            return Value.NULL;
        }
        throw EvaluationException.error(first.goError()
                .orElseGet(() -> first.issues().isEmpty()
                        ? "the text is not YAML"
                        : first.issues().get(0).message()));
    }
}
