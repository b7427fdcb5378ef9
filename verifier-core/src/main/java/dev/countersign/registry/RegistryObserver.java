package dev.countersign.registry;

import java.util.Optional;

/** Is told of every question to a registry, after it was answered. Thread-safe; must not throw. */
@FunctionalInterface
public interface RegistryObserver {

    /**
     * A question was answered.
     *
     * @param question {@code manifest registry.example/shop/web:1.0}, {@code manifest …@sha256:…}, {@code blob …@sha256:…} or
     *     {@code referrers …@sha256:…}
     * @param failure empty when it was answered well
     */
    void answered(String question, Optional<RegistryException> failure);
}
