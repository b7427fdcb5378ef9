package dev.countersign.trust.inventory;

import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.inventory.TrustFinding.Severity;
import dev.countersign.trust.inventory.TrustPiece.Kind;
import dev.countersign.trust.source.SigningConfig;
import dev.countersign.trust.source.SigningConfig.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tells whether what is signed by way of a signing config, now and as long as its services may be used, will verify by some trust. Services
 * and trust are matched by their addresses, since a signing config states no keys: this finds what was forgotten, and proves nothing.
 * Immutable; asks nobody.
 */
public final class SigningChecks {
    /** The version of Rekor from which its entries state no time. */
    private static final long WITHOUT_TIME = 2;

    /** One window may end at the last second of a day and the next begin with the day. */
    private static final Duration SEAM = Duration.ofSeconds(1);

    private final SigningConfig config;
    private final TrustMaterial material;
    private final Instant now;
    private final List<TrustFinding> findings = new ArrayList<>();

    private SigningChecks(SigningConfig config, TrustMaterial material, Instant now) {
        this.config = config;
        this.material = material;
        this.now = now;
    }

    /**
     * Checks every service that may be used now or later; any of them may be the one that a signer chooses, whatever the selectors say.
     * Codes: SIGNING_SERVICE_NOT_TRUSTED, SIGNING_TIME_MISSING (errors), SIGNING_SERVICE_TRUST_ENDS_FIRST,
     * SIGNING_SERVICE_NOT_TOLD_APART, NO_SIGNING_SERVICE (warnings).
     */
    public static List<TrustFinding> check(SigningConfig config, TrustMaterial material, Instant now) {
        SigningChecks checks = new SigningChecks(config, material, now);
        checks.services(Kind.CERTIFICATE_AUTHORITY, config.certificateAuthorities());
        checks.services(Kind.TRANSPARENCY_LOG, config.transparencyLogs());
        checks.services(Kind.TIMESTAMP_AUTHORITY, config.timestampAuthorities());
        checks.whole();
        return List.copyOf(checks.findings);
    }

    private boolean isAhead(Service service) {
        return service.validity().end().filter(now::isAfter).isEmpty();
    }

    private void whole() {
        if (config.verified().stream().noneMatch(this::isAhead)) {
            add(
                    "NO_SIGNING_SERVICE",
                    Severity.WARNING,
                    "the signing config",
                    "it names no service that may be used now or later, so that nothing can be signed by it",
                    config.verified().size() + " services, each ended",
                    "State the services that signers use today");
        }
        Optional<Service> timeless = config.transparencyLogs().stream()
                .filter(this::isAhead)
                .filter(log -> log.majorApiVersion() >= WITHOUT_TIME)
                .findFirst();
        if (timeless.isPresent() && config.timestampAuthorities().stream().noneMatch(this::isAhead)) {
            add(
                    "SIGNING_TIME_MISSING",
                    Severity.ERROR,
                    name(Kind.TRANSPARENCY_LOG, timeless.get()),
                    "its entries state no time, and there is no timestamp authority that would",
                    "no item of tsaUrls that may be used now or later",
                    "Add a timestamp authority to the signing config, and to the trust");
        }
    }

    private void services(Kind kind, List<Service> services) {
        List<TrustedService> trusted = TrustedService.of(material, kind);
        for (Service service : services) {
            if (isAhead(service)) {
                service(kind, service, trusted);
            }
        }
    }

    private void service(Kind kind, Service service, List<TrustedService> trusted) {
        List<TrustedService> same = trusted.stream()
                .filter(one -> ServiceAddress.speaksFor(one.address(), service.url()))
                .toList();
        Instant from = service.validity().start().filter(now::isBefore).orElse(now);
        if (same.isEmpty()) {
            unknown(kind, service, trusted, from);
            return;
        }
        if (same.stream().noneMatch(one -> one.holds(from))) {
            add(
                    "SIGNING_SERVICE_NOT_TRUSTED",
                    Severity.ERROR,
                    name(kind, service),
                    "it is trusted, but not at the moment from which signers may use it",
                    "trusted " + listed(same) + "; used from " + (from.equals(now) ? "now" : from) + " on",
                    "Correct the window in the trust, or that of the service");
            return;
        }
        // Every authority's certificates end some day: that counts here only where the service is meant to outlive
        // them.
        boolean bounded = service.validity().end().isPresent();
        Optional<Instant> end = coveredUntil(same, from, bounded);
        boolean first = end.isPresent()
                && service.validity()
                        .end()
                        .map(last -> end.get().isBefore(last))
                        .orElse(true);
        if (first) {
            add(
                    "SIGNING_SERVICE_TRUST_ENDS_FIRST",
                    Severity.WARNING,
                    name(kind, service),
                    "its trust ends while signers may still use it",
                    "trusted until " + end.get() + "; used "
                            + service.validity()
                                    .end()
                                    .map(last -> "until " + last)
                                    .orElse("without an end"),
                    "Let the service end by then in the signing config, and announce its successor");
        }
    }

    /** No trust is at this address; where some states no address, that may be the one. */
    private void unknown(Kind kind, Service service, List<TrustedService> trusted, Instant from) {
        long nameless = trusted.stream()
                .filter(one -> one.address().isEmpty() && one.holds(from))
                .count();
        if (nameless > 0) {
            add(
                    "SIGNING_SERVICE_NOT_TOLD_APART",
                    Severity.WARNING,
                    name(kind, service),
                    "nobody can tell whether it is trusted, because the trust states no addresses",
                    nameless + " of kind " + kind + " without an address",
                    "State where each " + kind + " is: a trusted_root.json does");
            return;
        }
        String addresses = trusted.stream()
                .map(TrustedService::address)
                .filter(address -> !address.isEmpty())
                .distinct()
                .collect(Collectors.joining(", "));
        add(
                "SIGNING_SERVICE_NOT_TRUSTED",
                Severity.ERROR,
                name(kind, service),
                "signers may use it, and no " + kind
                        + " at this address is trusted, so that what they sign will not verify",
                addresses.isEmpty() ? "no " + kind + " is trusted" : "trusted are " + addresses,
                "Add it to the trust before signers use it, or remove it from the signing config");
    }

    /** Until when trust holds without a gap; absent: for ever. */
    private static Optional<Instant> coveredUntil(List<TrustedService> same, Instant from, boolean withCertificates) {
        Instant until = from;
        while (true) {
            Instant reached = until;
            for (TrustedService one : same) {
                if (one.holds(reached) || one.holds(reached.plus(SEAM))) {
                    Optional<Instant> end = one.end(withCertificates);
                    if (end.isEmpty()) {
                        return Optional.empty();
                    }
                    until = end.get().isAfter(until) ? end.get() : until;
                }
            }
            if (until.equals(reached)) {
                return Optional.of(until);
            }
        }
    }

    private static String listed(List<TrustedService> services) {
        return services.stream().map(TrustedService::toString).distinct().collect(Collectors.joining(", "));
    }

    private static String name(Kind kind, Service service) {
        return kind + " " + service.url() + " (" + service.path() + ")";
    }

    private void add(String code, Severity severity, String piece, String message, String found, String remedy) {
        findings.add(new TrustFinding(code, severity, piece, message, found, remedy));
    }
}
