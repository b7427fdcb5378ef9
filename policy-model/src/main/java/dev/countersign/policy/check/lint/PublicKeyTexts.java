package dev.countersign.policy.check.lint;

import java.util.ArrayList;
import java.util.List;

/** The keys of one {@code publicKeys}, as texts. */
final class PublicKeyTexts {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String END_OF_KEY = "-----END PUBLIC KEY-----";

    private PublicKeyTexts() {}

    /** Each PEM block without white space, in order; the whole text where it holds no block. */
    static List<String> of(String publicKeys) {
        List<String> keys = new ArrayList<>();
        int at = publicKeys.indexOf(BEGIN);
        while (at >= 0) {
            int end = publicKeys.indexOf(END, at);
            int next = end < 0 ? -1 : publicKeys.indexOf(BEGIN, end);
            keys.add(bare(publicKeys.substring(at, end < 0 ? publicKeys.length() : end)));
            at = next;
        }
        if (keys.isEmpty() && !publicKeys.isBlank()) {
            keys.add(publicKeys.strip());
        }
        return keys;
    }

    /** How many PEM blocks a text holds. */
    static int blocks(String pem) {
        return count(pem, BEGIN);
    }

    /** How many attestors Kyverno makes of a {@code publicKeys}. */
    static int attestors(String publicKeys) {
        return Math.max(1, count(publicKeys, END_OF_KEY));
    }

    private static int count(String text, String marker) {
        int count = 0;
        for (int at = text.indexOf(marker); at >= 0; at = text.indexOf(marker, at + marker.length())) {
            count++;
        }
        return count;
    }

    private static String bare(String block) {
        StringBuilder bare = new StringBuilder(block.length());
        block.chars().filter(c -> !Character.isWhitespace(c)).forEach(c -> bare.append((char) c));
        return bare.toString();
    }
}
