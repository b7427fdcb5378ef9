package dev.countersign.trust.source;

import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.ValidityWindow;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sigstore's {@code signing_config.json} ({@code dev.sigstore.trustroot.v1.SigningConfig}): where signers go. It vouches for nothing and
 * verification never reads it; {@link dev.countersign.trust.inventory.SigningChecks} tells whether what is signed by it will verify.
 * Immutable.
 *
 * @param certificateAuthorities Fulcio ({@code caUrls})
 * @param identityProviders OpenID Connect ({@code oidcUrls})
 * @param transparencyLogs Rekor ({@code rekorTlogUrls})
 * @param logSelection how many of the logs a signer uses ({@code rekorTlogConfig})
 * @param timestampAuthorities RFC 3161 ({@code tsaUrls})
 * @param timestampSelection how many of the timestamp authorities a signer uses ({@code tsaConfig})
 */
public record SigningConfig(
        List<Service> certificateAuthorities,
        List<Service> identityProviders,
        List<Service> transparencyLogs,
        Selection logSelection,
        List<Service> timestampAuthorities,
        Selection timestampSelection) {
    /** The largest signing config, in bytes: 1 MiB. */
    public static final int MAX_BYTES = 1 << 20;

    /** The most services of one kind. */
    public static final int MAX_SERVICES = 100;

    public SigningConfig {
        certificateAuthorities = List.copyOf(certificateAuthorities);
        identityProviders = List.copyOf(identityProviders);
        transparencyLogs = List.copyOf(transparencyLogs);
        timestampAuthorities = List.copyOf(timestampAuthorities);
    }

    /**
     * A service.
     *
     * @param url its address; not empty
     * @param majorApiVersion of its interface; 0 where none is stated
     * @param validity when signers may use it; open ends are open
     * @param operator who runs it; empty where nobody is stated
     * @param path the place in the document: {@code rekorTlogUrls[0]}
     */
    public record Service(String url, long majorApiVersion, ValidityWindow validity, String operator, String path) {}

    /** How a signer chooses among services that are valid at that moment. */
    public enum Selector {
        /** Nothing is stated. */
        UNDEFINED,
        /** All of them. */
        ALL,
        /** Any one. */
        ANY,
        /** As many as are stated. */
        EXACT
    }

    /**
     * The choice among services of a kind.
     *
     * @param count how many, where the selector is {@link Selector#EXACT}; else without a meaning
     */
    public record Selection(Selector selector, long count) {
        /** Nothing is stated. */
        public static final Selection UNDEFINED = new Selection(Selector.UNDEFINED, 0);
    }

    /** All services whose work is verified: certificate authorities, logs, timestamp authorities. */
    public List<Service> verified() {
        return Stream.of(certificateAuthorities, transparencyLogs, timestampAuthorities)
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Reads a file: {@link #read(String, byte[])}.
     *
     * @throws TrustRootException also where it cannot be read
     */
    public static SigningConfig read(Path file) throws TrustRootException {
        return read(file.toString(), new BoundedFile("the signing config", file, MAX_BYTES).bytes());
    }

    /**
     * Reads {@code application/vnd.dev.sigstore.signingconfig.v0.2+json}, or {@code …v0.1+json}, whose services state no window. Strict:
     * an unknown or duplicate field ends the reading.
     *
     * @param source the name that errors carry
     * @param bytes UTF-8, at most {@value #MAX_BYTES}
     * @throws TrustRootException what is wrong with it, where, and how to mend it
     */
    public static SigningConfig read(String source, byte[] bytes) throws TrustRootException {
        return SigningConfigReader.read(source, bytes);
    }
}
