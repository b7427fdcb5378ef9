package dev.countersign.conformance;

import java.util.regex.Pattern;

/** Compares two messages, as the corpus says: words of this run and of the network do not count. */
final class MessageText {
    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-f]{9,16}\\b");
    private static final String TIME =
            "\\E(?:\\d{4}[-/]\\d\\d[-/]\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?: ?(?:Z|UTC|[+-]\\d\\d:?\\d\\d))*"
                    + "|(?:\\d+(?:\\.\\d+)?(?:h|ms|µs|us|ns|m|s))+)\\Q";

    private MessageText() {}

    static boolean same(String kyverno, String countersign) {
        if (kyverno.equals(countersign)) {
            return true;
        }
        String ours = ADDRESS.matcher(countersign).replaceAll("<addr>");
        if (kyverno.contains("<time>")) {
            String form = "\\Q" + kyverno.replace("<time>", TIME) + "\\E";
            return Pattern.compile(form).matcher(ours).matches();
        }
        return TransportText.alike(kyverno, ours);
    }
}
