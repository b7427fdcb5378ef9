package dev.countersign.trust.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.TrustRootException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The trusted roots of the tests: one that is good, and changes to it. */
public final class TrustedRootTexts {
    private TrustedRootTexts() {}

    static String text(String resource) {
        try (InputStream in = Objects.requireNonNull(TrustedRootTexts.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String good() {
        return text("trusted_root.json");
    }

    /** The good one with the first occurrence of a text replaced. */
    static String changed(String from, String to) {
        String good = good();
        int at = good.indexOf(from);
        assertThat(at).as("the trusted root holds %s", from).isNotNegative();
        return good.substring(0, at) + to + good.substring(at + from.length());
    }

    static TrustMaterial read(String text) throws TrustRootException {
        return TrustRoots.trustedRootJson("root.json", text.getBytes(StandardCharsets.UTF_8))
                .material();
    }
}
