package dev.countersign.registry;

import java.util.Set;
import java.util.function.LongSupplier;

/**
 * How an {@link HttpRegistry} reaches its hosts: by which scheme, and with which login.
 *
 * @param insecureEndpoints the hosts for policies that chose plain HTTP, remembered apart: what was learnt so, nobody else uses
 * @param insecureByPolicy whether policies may choose it
 */
record Connections(
        HttpTransport transport,
        Endpoints endpoints,
        Endpoints insecureEndpoints,
        boolean insecureByPolicy,
        RegistryCredentialSource credentials,
        Tokens tokens,
        LongSupplier nanoTime) {

    static Connections of(
            HttpTransport transport,
            Set<String> plainHttpHosts,
            boolean insecureByPolicy,
            RegistryCredentialSource credentials,
            LongSupplier nanoTime) {
        return new Connections(
                transport,
                new Endpoints(transport, plainHttpHosts::contains, nanoTime),
                new Endpoints(transport, host -> true, nanoTime),
                insecureByPolicy,
                credentials,
                new Tokens(transport, credentials, nanoTime),
                nanoTime);
    }

    /** The same hosts, reached in another way, with tokens of its own. */
    Connections reachedBy(RegistryAccess access) throws RegistryException {
        if (access.plainHttp() && !insecureByPolicy) {
            throw new RegistryException(
                    RegistryException.Kind.NOT_ALLOWED,
                    0,
                    "plain HTTP is not allowed to policies (HttpRegistryBuilder.allowInsecureRegistries allows it)");
        }
        RegistryCredentialSource logins = access.over(credentials);
        return new Connections(
                transport,
                access.plainHttp() ? insecureEndpoints : endpoints,
                insecureEndpoints,
                insecureByPolicy,
                logins,
                new Tokens(transport, logins, nanoTime),
                nanoTime);
    }
}
