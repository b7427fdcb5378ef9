package dev.countersign.trust.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.crypto.Cryptography;
import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.inventory.TrustPiece.State;
import dev.countersign.trust.source.TrustRoots;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class IssuerInventoryTest {
    private static final String ISSUER = "https://issuer.acme.test";
    private static final Instant NOW = Instant.parse("2025-01-01T00:00:00Z");

    private static TrustMaterial material() throws Exception {
        try (InputStream in = Objects.requireNonNull(
                TrustRoots.class.getResourceAsStream("trusted_root.json"), "trusted_root.json")) {
            return TrustRoots.trustedRootJson("root.json", in.readAllBytes()).material();
        }
    }

    private static List<String> codes(TrustMaterial material) {
        return TrustChecks.check(material, true, NOW, Cryptography.bouncyCastle()).stream()
                .map(TrustFinding::code)
                .toList();
    }

    @Test
    void each_piece_says_which_issuer_it_is_for() throws Exception {
        TrustMaterial material = material();
        List<TrustPiece> others = TrustInventory.of(material);

        List<TrustPiece> all = TrustInventory.of(material.withIssuers(Map.of(ISSUER, material)));

        assertThat(all).hasSize(2 * others.size()).startsWith(others.toArray(TrustPiece[]::new));
        assertThat(all.subList(others.size(), all.size()))
                .allSatisfy(piece -> assertThat(piece.issuer()).isEqualTo(ISSUER))
                .allSatisfy(piece -> assertThat(piece).asString().endsWith(" for issuer " + ISSUER));
        assertThat(others).allSatisfy(piece -> assertThat(piece.issuer()).isEmpty());
        assertThat(others).noneMatch(piece -> piece.at(NOW) == State.REPLACED);
    }

    @Test
    void what_is_for_an_issuer_is_checked_by_itself() throws Exception {
        TrustMaterial material = material();
        List<String> once = codes(material);

        assertThat(codes(material.withIssuers(Map.of(ISSUER, material))))
                .as("one log that both trust is no log that stands there twice")
                .hasSize(2 * once.size())
                .doesNotContain("OVERLAPPING_IDS", "KEY_IN_TWO_LOGS");
        assertThat(TrustChecks.check(
                        TrustMaterial.NONE.withIssuers(Map.of(ISSUER, material)),
                        true,
                        Instant.parse("2150-01-01T00:00:00Z"),
                        Cryptography.bouncyCastle()))
                .filteredOn(finding -> finding.code().equals("NOTHING_CURRENT"))
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.piece()).endsWith(" for issuer " + ISSUER));
    }
}
