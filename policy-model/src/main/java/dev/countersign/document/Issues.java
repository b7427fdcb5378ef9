package dev.countersign.document;

import dev.countersign.document.Issue.Severity;

/** The issues of reading. The codes are part of the product's contract. */
final class Issues {
    private static final int SHOWN = 80;

    private Issues() {}

    static Issue error(String code, Location at, String message, String found, String expected, String remedy) {
        return new Issue(code, Severity.ERROR, at, "", message, shorten(found), expected, remedy);
    }

    static Issue warning(String code, Location at, String message, String found, String expected, String remedy) {
        return new Issue(code, Severity.WARNING, at, "", message, shorten(found), expected, remedy);
    }

    static Issue tooLarge(String source, int bytes, int limit) {
        return error(
                "TOO_LARGE",
                Location.of(source),
                "the source is too large",
                bytes + " bytes",
                "at most " + limit + " bytes",
                "Split it into several files");
    }

    static Issue tooDeep(Location at, int limit) {
        return error(
                "TOO_DEEP",
                at,
                "objects and lists are nested too deeply",
                "",
                "at most " + limit + " levels",
                "Flatten the document");
    }

    static Issue tooManyValues(Location at, int limit) {
        return error(
                "TOO_MANY_VALUES",
                at,
                "the document holds too many values once its aliases are followed",
                "",
                "at most " + limit + " values",
                "Split the document, or write out fewer aliases");
    }

    static Issue tooManyDocuments(Location at, int limit) {
        return error(
                "TOO_MANY_DOCUMENTS",
                at,
                "the source holds too many documents",
                "",
                "at most " + limit + " documents",
                "Split it into several files");
    }

    static Issue notUtf8(Location at, String found) {
        return error(
                "NOT_UTF8",
                at,
                "the source is not UTF-8 text",
                found,
                "UTF-8",
                "Save the file with the encoding UTF-8");
    }

    static Issue duplicateKey(Location at, String key, boolean error) {
        String remedy = "Keep one of the two members";
        return error
                ? error("DUPLICATE_KEY", at, "the key stands twice in one object", key, "each key once", remedy)
                : warning(
                        "DUPLICATE_KEY", at, "the key stands twice; the last one counts", key, "each key once", remedy);
    }

    static String shorten(String text) {
        int end = text.offsetByCodePoints(0, Math.min(SHOWN, text.codePointCount(0, text.length())));
        return end == text.length() ? text : text.substring(0, end) + "…";
    }
}
