package dev.countersign.trust.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs where a user has left sigstore-java out. */
@Tag("alone-without-sigstore-java")
class WithoutSigstoreJavaTest {
    @Test
    void the_client_is_not_there() {
        assertThatThrownBy(() -> Class.forName("dev.sigstore.tuf.Updater")).isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void a_tuf_repository_says_what_is_missing() {
        for (TufRepository repository : new TufRepository[] {
            TufRepository.of(TufMirror.inMemory("a mirror", Map.of()), new byte[0]),
            TufRepository.publicRoot(TufMirror.inMemory("a mirror", Map.of()))
        }) {
            assertThatThrownBy(TrustRoots.tuf(repository, Refresh.whenAsked())::snapshot)
                    .isInstanceOf(TrustRootException.class)
                    .hasMessageContaining("cannot read the TUF repository a mirror")
                    .hasMessageContaining("Add dev.sigstore:sigstore-java to the class path.");
        }
    }

    @Test
    void another_trust_root_stands_in_for_it() throws Exception {
        TrustRoot root = TrustRoots.inOrder(
                TrustRoots.tuf(
                        TufRepository.of(TufMirror.inMemory("a mirror", Map.of()), new byte[0]), Refresh.whenAsked()),
                TrustRoots.of(TrustedRootTexts.read(TrustedRootTexts.good())));

        assertThat(root.material().transparencyLogs()).hasSize(2);
    }
}
