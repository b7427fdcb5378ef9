package dev.countersign.verify;

import dev.countersign.registry.Deadline;
import java.util.List;

/**
 * Finds the public keys that a policy names in a key management system (Kyverno's {@code keys.kms}, or such a name in
 * {@code keys.publicKeys}). None comes with the product: an SDK of a cloud is the caller's choice.
 *
 * <p>Implementations are thread-safe, do no I/O when they are made, and may keep what they found: they are asked once for each
 * attestor and image, and nothing is remembered on this side, so that a key that was rotated counts as soon as the resolver
 * gives it. Only names with the schemes in {@link #SCHEMES} are asked for.
 *
 * <pre>{@code
 * engine.keyResolver((reference, deadline) -> vault.transitKey(reference, deadline.remaining()));
 * }</pre>
 */
@FunctionalInterface
public interface KeyResolver {

    /** The beginnings of the names that lead to a resolver, as Kyverno 1.19 knows them. */
    List<String> SCHEMES = List.of("awskms://", "azurekms://", "gcpkms://", "hashivault://", "gitlab://", "pkcs11:");

    /** No answer may be longer, in characters: 16 KiB. A longer one is refused. */
    int MAX_ANSWER = 16 << 10;

    /**
     * The public key of that name, as PEM with one block {@code BEGIN PUBLIC KEY}. Whatever else is answered is refused.
     *
     * @param reference as the policy writes it, with its scheme: {@code hashivault://release}; text of whoever wrote the policy
     * @param deadline of the whole request: give up then with {@link KeyResolutionException#unreachable}
     * @throws KeyResolutionException when there is no such key, or when it cannot be told
     */
    String publicKey(String reference, Deadline deadline) throws KeyResolutionException;

    /** No key management system: every name is refused, with a reason that says what to do. */
    static KeyResolver none() {
        return (reference, deadline) -> {
            throw KeyResolutionException.noResolver(reference);
        };
    }
}
