package dev.countersign.verify.notary;

import dev.countersign.verify.entity.NotationAlgorithm;

/** What go-cose calls the algorithms of COSE headers. */
final class CoseAlgorithmNames {
    private CoseAlgorithmNames() {}

    static String name(long id) {
        if (id == -8) {
            return "EdDSA";
        }
        if (id == 0) {
            return "Reserved";
        }
        if (id <= -257 && id >= -259) {
            return new String[] {"RS256", "RS384", "RS512"}[(int) (-257 - id)];
        }
        return NotationAlgorithm.ofCose(id).map(NotationAlgorithm::name).orElse("Algorithm(" + id + ")");
    }
}
