package dev.countersign.trust;

import java.time.Instant;

/** What happened to a source of trust. Immutable. */
public sealed interface TrustEvent {

    /** The name of the source: a file, a directory, a mirror. */
    String source();

    /**
     * Other material than before counts from now on.
     *
     * @param snapshot what counts now
     */
    record Refreshed(String source, TrustSnapshot snapshot) implements TrustEvent {}

    /**
     * The source could not be read, so that what was loaded before counts on.
     *
     * @param snapshot what counts on; its {@link TrustSnapshot#problem} says why, its {@link TrustSnapshot#loaded} how old it is
     */
    record KeptLastGood(String source, TrustSnapshot snapshot) implements TrustEvent {}

    /**
     * There is no trust from this source: it never could be read, or what was loaded is older than may be kept.
     *
     * @param problem why
     */
    record Unavailable(String source, String problem) implements TrustEvent {}

    /**
     * Of several trust roots in order a later one answers, because those before it have nothing.
     *
     * @param source which one answers
     * @param problem why those before it do not
     */
    record FellBack(String source, String problem) implements TrustEvent {}

    /**
     * What counts has passed the moment until which its publisher vouched for it; nothing newer was found.
     *
     * @param expired the moment
     */
    record Expired(String source, Instant expired) implements TrustEvent {}
}
