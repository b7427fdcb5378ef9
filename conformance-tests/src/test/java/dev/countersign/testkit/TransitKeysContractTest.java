package dev.countersign.testkit;

import dev.countersign.registry.Deadline;
import dev.countersign.verify.KeyResolutionException;
import dev.countersign.verify.KeyResolver;
import java.util.Map;

/** The contract over an example: keys by the names {@code hashivault://<key>}, as a client of Vault's transit engine would give them. */
class TransitKeysContractTest extends KeyResolverContract {
    private static final SigningKey KEY = SigningKey.p256();

    /** A resolver as a caller writes it; where the map is, a real one asks its server within the deadline. */
    private record TransitKeys(Map<String, String> keys) implements KeyResolver {
        private static final String SCHEME = "hashivault://";

        @Override
        public String publicKey(String reference, Deadline deadline) throws KeyResolutionException {
            if (!reference.startsWith(SCHEME)) {
                throw KeyResolutionException.noResolver(reference);
            }
            if (deadline.passed()) {
                throw KeyResolutionException.unreachable("context deadline exceeded");
            }
            String key = keys.get(reference.substring(SCHEME.length()));
            if (key == null) {
                throw KeyResolutionException.notFound("encryption key not found");
            }
            return key;
        }
    }

    @Override
    protected KeyResolver resolver() {
        return new TransitKeys(Map.of("release", KEY.publicKey()));
    }

    @Override
    protected String held() {
        return "hashivault://release";
    }

    @Override
    protected String publicKey() {
        return KEY.publicKey();
    }

    @Override
    protected String absent() {
        return "hashivault://debug";
    }
}
