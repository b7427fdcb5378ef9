package dev.countersign.verify;

import java.util.List;

/** The texts of several failures as one, joined as Kyverno joins them, with a bound that Kyverno lacks. */
public final class JoinedFailures {
    /** The longest text, in characters, without the words that tell how much was left out. */
    public static final int MAX_LENGTH = 64 << 10;

    private JoinedFailures() {}

    /** The texts joined by {@code "; "}; those that would make it longer than {@link #MAX_LENGTH} are counted instead. */
    public static String join(List<String> texts) {
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < texts.size(); i++) {
            String separator = i == 0 ? "" : "; ";
            if (i > 0 && joined.length() + separator.length() + texts.get(i).length() > MAX_LENGTH) {
                return joined + separator + (texts.size() - i) + " more failures are left out";
            }
            joined.append(separator).append(cut(texts.get(i)));
        }
        return joined.toString();
    }

    private static String cut(String text) {
        if (text.length() <= MAX_LENGTH) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH;
        return text.substring(0, end) + " (" + (text.length() - end) + " more characters are left out)";
    }
}
