package dev.countersign.expression.function;

import dev.countersign.image.ReferenceDefaults;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * What functions need from outside. As thread-safe as its parts.
 *
 * @param clock for {@code time_now} and the like; its zone is the process's time zone
 * @param random for {@code random}
 * @param hosts for {@code is_external_url}
 * @param references for {@code image_normalize}: the default registry of Kyverno's ConfigMap
 */
public record FunctionContext(Clock clock, RandomGenerator random, HostResolver hosts, ReferenceDefaults references) {

    /** Without names of hosts, and with docker.io as default registry. */
    public static FunctionContext of(Clock clock, RandomGenerator random) {
        return new FunctionContext(clock, random, HostResolver.NONE, ReferenceDefaults.KYVERNO);
    }
}
