package dev.countersign.verify.entity;

import dev.countersign.crypto.StandardBase64;
import java.util.Optional;

/** Base64 in the standard alphabet or the one of URLs, as two Go libraries take it. */
final class EitherBase64 {
    private EitherBase64() {}

    /** Padded: the standard alphabet or else that of URLs, as go-securesystemslib takes it. Empty where it is neither. */
    static Optional<byte[]> padded(String text) {
        return StandardBase64.decode(text)
                .or(() -> usesUrlAlphabet(text) ? StandardBase64.decode(toStandard(text)) : Optional.empty());
    }

    /** In the alphabet that the text shows, padded where its length is a multiple of four, as {@code protojson} takes bytes. */
    static Optional<byte[]> lenient(String text) {
        boolean url = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
        if (url && !usesUrlAlphabet(text)) {
            return Optional.empty();
        }
        String standard = url ? toStandard(text) : text;
        if (text.length() % 4 == 0) {
            return StandardBase64.decode(standard);
        }
        if (standard.indexOf('=') >= 0) {
            return Optional.empty();
        }
        String digits = standard.replace("\r", "").replace("\n", "");
        return StandardBase64.decode(digits + "=".repeat((4 - digits.length() % 4) % 4));
    }

    private static boolean usesUrlAlphabet(String text) {
        return text.indexOf('+') < 0 && text.indexOf('/') < 0;
    }

    private static String toStandard(String text) {
        return text.replace('-', '+').replace('_', '/');
    }
}
