package dev.countersign.trust.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.TrustSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedRootFileTest {
    private final Path folder;

    TrustedRootFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void nothing_is_read_before_the_first_question() throws Exception {
        Path file = folder.resolve("trusted_root.json");
        TrustRoot root = TrustRoots.trustedRootJson(file);
        Files.writeString(file, TrustedRootTexts.good());

        assertThat(root.material().transparencyLogs()).hasSize(2);
    }

    @Test
    void a_file_that_is_replaced_counts_at_once() throws Exception {
        Path file = Files.writeString(folder.resolve("trusted_root.json"), TrustedRootTexts.good());
        TrustRoot root = TrustRoots.trustedRootJson(file);
        TrustSnapshot before = root.snapshot();
        Files.writeString(file, TrustedRootTexts.text("trusted_root-other-spelling.json"));

        TrustSnapshot after = root.snapshot();

        assertThat(after.generation()).isEqualTo(before.generation() + 1);
        assertThat(after.material()).isNotSameAs(before.material());
    }

    @Test
    void a_file_that_does_not_change_is_the_same_generation() throws Exception {
        Path file = Files.writeString(folder.resolve("trusted_root.json"), TrustedRootTexts.good());
        TrustRoot root = TrustRoots.trustedRootJson(file);
        TrustSnapshot before = root.snapshot();
        Files.writeString(file, TrustedRootTexts.good());

        assertThat(root.snapshot().generation()).isEqualTo(before.generation());
        assertThat(root.material()).isSameAs(before.material());
    }

    @Test
    void a_file_that_breaks_leaves_the_last_good_and_says_so() throws Exception {
        Path file = Files.writeString(folder.resolve("trusted_root.json"), TrustedRootTexts.good());
        TrustRoot root = TrustRoots.trustedRootJson(file);
        TrustSnapshot good = root.snapshot();

        Files.writeString(file, "{");
        assertThat(root.snapshot().material()).isSameAs(good.material());
        assertThat(root.snapshot().problem()).hasValueSatisfying(problem -> assertThat(problem)
                .contains("NOT_JSON", "What was loaded at " + good.loaded().orElseThrow() + " counts on."));
        Files.delete(file);
        assertThat(root.snapshot().problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("does not exist"));
        Files.writeString(file, TrustedRootTexts.good());
        assertThat(root.snapshot().problem()).isEmpty();
        assertThat(root.snapshot().generation()).isEqualTo(good.generation());
    }

    @Test
    void a_file_that_does_not_exist_fails_each_time_until_it_does() throws Exception {
        Path file = folder.resolve("trusted_root.json");
        TrustRoot root = TrustRoots.trustedRootJson(file);

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(root::material)
                    .isInstanceOf(TrustRootException.class)
                    .hasMessage("cannot read the trusted root " + file
                            + ": the file does not exist. Put it there, or name another.");
        }
        Files.writeString(file, TrustedRootTexts.good());
        assertThat(root.material().certificateAuthorities()).hasSize(1);
    }

    @Test
    void a_broken_file_may_be_mended() throws Exception {
        Path file = Files.writeString(folder.resolve("trusted_root.json"), "{");
        TrustRoot root = TrustRoots.trustedRootJson(file);

        assertThatThrownBy(root::material)
                .isInstanceOf(TrustRootException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("NOT_JSON");
        Files.writeString(file, TrustedRootTexts.good());
        assertThat(root.material().certificateAuthorities()).hasSize(1);
    }

    @Test
    void a_directory_is_told_as_such() {
        assertThatThrownBy(() -> TrustRoots.trustedRootJson(folder).material())
                .isInstanceOf(TrustRootException.class)
                .hasMessageContaining("it is a directory");
    }

    @Test
    void a_file_above_the_bound_is_refused() throws IOException {
        Path file = Files.write(folder.resolve("big.json"), new byte[TrustRoots.MAX_TRUSTED_ROOT_BYTES + 1]);

        assertThatThrownBy(() -> TrustRoots.trustedRootJson(file).material())
                .isInstanceOf(TrustRootException.class)
                .hasMessageContaining("TOO_LARGE");
    }

    @Test
    void material_at_hand_is_a_trust_root() throws TrustRootException {
        assertThat(TrustRoots.of(TrustMaterial.NONE).material()).isSameAs(TrustMaterial.NONE);
    }
}
