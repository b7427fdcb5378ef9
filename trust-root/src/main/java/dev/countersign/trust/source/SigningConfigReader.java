package dev.countersign.trust.source;

import dev.countersign.document.DocumentLimits;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.ValidityWindow;
import dev.countersign.trust.source.SigningConfig.Selection;
import dev.countersign.trust.source.SigningConfig.Selector;
import dev.countersign.trust.source.SigningConfig.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a signing config of version 0.1 or 0.2. Stateless. */
final class SigningConfigReader {
    /** How the media types of all versions begin. */
    static final String MEDIA_TYPES = "application/vnd.dev.sigstore.signingconfig.";

    private static final String FIRST = MEDIA_TYPES + "v0.1+json";
    private static final String SECOND = MEDIA_TYPES + "v0.2+json";
    private static final List<String> FIRST_FIELDS = List.of("mediaType", "caUrl", "oidcUrl", "tlogUrls", "tsaUrls");
    private static final List<String> SECOND_FIELDS =
            List.of("mediaType", "caUrls", "oidcUrls", "rekorTlogUrls", "rekorTlogConfig", "tsaUrls", "tsaConfig");
    private static final List<String> SERVICE_FIELDS = List.of("url", "majorApiVersion", "validFor", "operator");
    private static final DocumentLimits LIMITS = new DocumentLimits(SigningConfig.MAX_BYTES, 20, 100_000, 1);

    private SigningConfigReader() {}

    static SigningConfig read(String source, byte[] bytes) throws TrustRootException {
        ProtoDocument document = ProtoDocument.parse(source, bytes, LIMITS, Defects.SIGNING_CONFIG);
        return switch (document.mediaType()) {
            case FIRST -> first(document.message(FIRST_FIELDS));
            case SECOND -> second(document.message(SECOND_FIELDS));
            default -> throw document.wrongMediaType(SECOND, "Use a signing_config.json");
        };
    }

    /** Version 0.1: addresses and nothing about them. */
    private static SigningConfig first(ProtoMessage config) throws TrustRootException {
        return new SigningConfig(
                address(config, "caUrl"),
                address(config, "oidcUrl"),
                addresses(config, "tlogUrls"),
                Selection.UNDEFINED,
                addresses(config, "tsaUrls"),
                Selection.UNDEFINED);
    }

    private static List<Service> address(ProtoMessage config, String field) throws TrustRootException {
        String url = config.text(field);
        return url.isEmpty() ? List.of() : List.of(new Service(url, 0, ValidityWindow.ALWAYS, "", field));
    }

    private static List<Service> addresses(ProtoMessage config, String field) throws TrustRootException {
        List<Service> services = new ArrayList<>();
        for (String url : config.texts(field, SigningConfig.MAX_SERVICES)) {
            String path = field + "[" + services.size() + "]";
            if (url.isEmpty()) {
                throw config.defect(field, "an address is empty", path, "the address of a service", "State it");
            }
            services.add(new Service(url, 0, ValidityWindow.ALWAYS, "", path));
        }
        return services;
    }

    private static SigningConfig second(ProtoMessage config) throws TrustRootException {
        return new SigningConfig(
                services(config, "caUrls"),
                services(config, "oidcUrls"),
                services(config, "rekorTlogUrls"),
                selection(config, "rekorTlogConfig"),
                services(config, "tsaUrls"),
                selection(config, "tsaConfig"));
    }

    private static List<Service> services(ProtoMessage config, String field) throws TrustRootException {
        List<Service> services = new ArrayList<>();
        for (ProtoMessage service : config.messages(field, SigningConfig.MAX_SERVICES, SERVICE_FIELDS)) {
            String url = service.text("url");
            if (url.isEmpty()) {
                throw service.defect(
                        "url", "no address is stated", "nothing", "the address of the service", "State it");
            }
            services.add(new Service(
                    url,
                    service.unsigned("majorApiVersion"),
                    TimeRange.read(service, false),
                    service.text("operator"),
                    service.path()));
        }
        return services;
    }

    private static Selection selection(ProtoMessage config, String field) throws TrustRootException {
        Optional<ProtoMessage> stated = config.message(field, "selector", "count");
        if (stated.isEmpty()) {
            return Selection.UNDEFINED;
        }
        String selector = stated.get().enumeration("selector");
        return new Selection(
                switch (selector) {
                    case "0", "SERVICE_SELECTOR_UNDEFINED" -> Selector.UNDEFINED;
                    case "1", "ALL" -> Selector.ALL;
                    case "2", "ANY" -> Selector.ANY;
                    case "3", "EXACT" -> Selector.EXACT;
                    default ->
                        throw stated.get()
                                .defect(
                                        "selector",
                                        "there is no such selector",
                                        selector,
                                        "ALL, ANY or EXACT",
                                        "Use one");
                },
                stated.get().unsigned("count"));
    }
}
