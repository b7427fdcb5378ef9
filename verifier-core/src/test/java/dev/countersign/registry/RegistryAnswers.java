package dev.countersign.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the tests of registries share. */
final class RegistryAnswers {
    static final Repository WEB = new Repository("registry.test", "shop/web");
    static final String TAGGED = "https://registry.test/v2/shop/web/manifests/1.0";

    private RegistryAnswers() {}

    static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(30));
    }

    static RegistryException failure(ThrowingCallable call) {
        RegistryException e = catchThrowableOfType(RegistryException.class, call);
        assertThat(e).as("a RegistryException").isNotNull();
        return e;
    }

    static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    static Digest digest(String text) {
        return Hashing.sha256(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
