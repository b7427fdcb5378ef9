package dev.countersign.trust.inventory;

import dev.countersign.trust.CertificateAuthority;
import dev.countersign.trust.LogKey;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.ValidityWindow;
import dev.countersign.trust.inventory.TrustPiece.Kind;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One log or authority that is trusted. Immutable.
 *
 * @param address empty where none is stated
 * @param window by the trust
 * @param certificates when a certificate of each role is valid; open for a log
 */
record TrustedService(String address, ValidityWindow window, ValidityWindow certificates) {

    static List<TrustedService> of(TrustMaterial material, Kind kind) {
        return switch (kind) {
            case TRANSPARENCY_LOG -> logs(material.transparencyLogs());
            case CT_LOG -> logs(material.ctLogs());
            case CERTIFICATE_AUTHORITY -> authorities(kind, material.certificateAuthorities());
            case TIMESTAMP_AUTHORITY -> authorities(kind, material.timestampAuthorities());
        };
    }

    private static List<TrustedService> logs(List<LogKey> logs) {
        return logs.stream()
                .map(log -> new TrustedService(log.baseUrl(), log.validity(), ValidityWindow.ALWAYS))
                .toList();
    }

    private static List<TrustedService> authorities(Kind kind, List<CertificateAuthority> authorities) {
        return authorities.stream()
                .map(authority -> new TrustedService(
                        authority.uri(),
                        authority.validity(),
                        certificates(TrustInventory.authority(kind, authority, ""))))
                .toList();
    }

    /** Of each role any certificate is enough, and one of every role is needed. */
    private static ValidityWindow certificates(List<TrustPiece> pieces) {
        Optional<Instant> start = Optional.empty();
        Optional<Instant> end = Optional.empty();
        for (String role : pieces.stream().map(TrustPiece::role).distinct().toList()) {
            List<ValidityWindow> windows = pieces.stream()
                    .filter(piece -> piece.role().equals(role))
                    .map(TrustPiece::certificate)
                    .toList();
            Optional<Instant> first =
                    windows.stream().flatMap(window -> window.start().stream()).min(Comparator.naturalOrder());
            Optional<Instant> last =
                    windows.stream().flatMap(window -> window.end().stream()).max(Comparator.naturalOrder());
            start = Stream.of(start, first).flatMap(Optional::stream).max(Comparator.naturalOrder());
            end = Stream.of(end, last).flatMap(Optional::stream).min(Comparator.naturalOrder());
        }
        return new ValidityWindow(start, end);
    }

    /** Whether what is signed at that moment verifies. */
    boolean holds(Instant moment) {
        return window.contains(moment) && certificates.contains(moment);
    }

    /**
     * The last moment that it holds.
     *
     * @param withCertificates whether the end of a certificate counts, or only that of the window
     */
    Optional<Instant> end(boolean withCertificates) {
        return Stream.of(window.end(), withCertificates ? certificates.end() : Optional.<Instant>empty())
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    /** The bounds of both, for people: {@code 2026-01-01T00:00:00Z..}. */
    @Override
    public String toString() {
        Optional<Instant> start = Stream.of(window.start(), certificates.start())
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
        return start.map(Instant::toString).orElse("") + ".."
                + end(true).map(Instant::toString).orElse("");
    }
}
