package dev.countersign.clusterimagepolicy;

import java.util.Map;

/** cosign's short names of predicate types. */
final class PredicateTypes {
    private static final Map<String, String> NAMES = Map.of(
            "custom", "https://cosign.sigstore.dev/attestation/v1",
            "vuln", "https://cosign.sigstore.dev/attestation/vuln/v1",
            "slsaprovenance", "https://slsa.dev/provenance/v0.2",
            "slsaprovenance02", "https://slsa.dev/provenance/v0.2",
            "slsaprovenance1", "https://slsa.dev/provenance/v1",
            "spdx", "https://spdx.dev/Document",
            "spdxjson", "https://spdx.dev/Document",
            "cyclonedx", "https://cyclonedx.org/bom",
            "link", "https://in-toto.io/Link/v1",
            "openvex", "https://openvex.dev/ns");

    private PredicateTypes() {}

    /** The address that a name stands for; any other text stands for itself. */
    static String of(String name) {
        return NAMES.getOrDefault(name, name);
    }
}
