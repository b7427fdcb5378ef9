package dev.countersign.trust.source;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of trust that PEM files hold, with the names that cosign gives to their targets ({@code fulcio_v1.crt.pem}, {@code ctfe.pub}). */
enum PemKind {
    FULCIO("fulcio", "Fulcio"),
    REKOR("rekor", "Rekor"),
    CTFE("ctfe", "CTFE"),
    TSA("tsa", "TSA");

    private static final List<String> SUFFIXES = List.of(".pem", ".pub", ".crt");

    private final String prefix;
    private final String usage;

    PemKind(String prefix, String usage) {
        this.prefix = prefix;
        this.usage = usage;
    }

    /** By the name of a file; absent where cosign gives no such name. */
    static Optional<PemKind> ofName(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        return SUFFIXES.stream().noneMatch(name::endsWith)
                ? Optional.empty()
                : Arrays.stream(values())
                        .filter(kind -> name.startsWith(kind.prefix))
                        .findFirst();
    }

    /** By the usage that the metadata of a TUF target states. */
    static Optional<PemKind> ofUsage(String usage) {
        return Arrays.stream(values()).filter(kind -> kind.usage.equals(usage)).findFirst();
    }
}
