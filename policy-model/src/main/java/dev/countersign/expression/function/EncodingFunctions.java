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
        call.evaluation().build(text.length() / 8);
        byte[] bytes = withoutDirectives(text).getBytes(StandardCharsets.UTF_8);
        List<Document> documents = DocumentReader.read("parse_yaml", bytes, DocumentLimits.POLICIES)
                .documents();
        // What stands before the first line of --- is a document only if it says something.
        int first = documents.size() > 1 && documents.get(0).blank() ? 1 : 0;
        if (documents.isEmpty() || documents.get(first).blank()) {
            return Value.NULL;
        }
        Document document = documents.get(first);
        if (document.root().isEmpty()) {
            throw EvaluationException.error(document.goError()
                    .orElseGet(() -> document.issues().isEmpty()
                            ? "the text is not YAML"
                            : document.issues().get(0).message()));
        }
        Value value = document.root().map(Located::value).orElse(Value.NULL);
        call.evaluation().measure(value);
        return GoJson.floats(value);
    }

    /** Directives stand before a document, which our reader cuts off from them. */
    private static String withoutDirectives(String text) throws EvaluationException {
        String rest = text;
        while (rest.startsWith("%")) {
            int end = rest.indexOf('\n');
            String line = end < 0 ? rest : rest.substring(0, end);
            if (line.startsWith("%YAML ") && !line.substring(6).strip().equals("1.1")) {
                throw EvaluationException.error("yaml: found incompatible YAML document");
            }
            rest = end < 0 ? "" : rest.substring(end + 1);
        }
        return rest;
    }
}
