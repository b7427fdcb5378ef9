package dev.countersign.registry;

import java.util.Set;
import java.util.function.LongSupplier;

/**
 * How an {@link HttpRegistry} reaches its hosts: by which scheme, and with which login.
 *
 * @param plainHttpHosts the hosts that whoever built the registry lets be reached by plain HTTP
 * @param insecureEndpoints the hosts for policies that chose plain HTTP, remembered apart: what was learnt so, nobody else uses
 * @param insecureByPolicy whether policies may choose it
 */
record Connections(
        HttpTransport transport,
        Set<String> plainHttpHosts,
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
                plainHttpHosts,
                new Endpoints(transport, plainHttpHosts::contains, nanoTime),
                new Endpoints(transport, host -> true, nanoTime),
                insecureByPolicy,
                credentials,
                new Tokens(transport, credentials, host -> true, nanoTime),
                nanoTime);
    }

    /**
     * The same hosts, reached in another way, with tokens of its own. By plain HTTP that a policy chose no login is sent, so that
     * nobody on the way gets one by breaking TLS; hosts that are reached by plain HTTP anyway get theirs.
     */
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
                plainHttpHosts,
                access.plainHttp() ? insecureEndpoints : endpoints,
                insecureEndpoints,
                insecureByPolicy,
                logins,
                new Tokens(
                        transport,
                        logins,
                        host -> plainHttpHosts.contains(host)
                                || RequestTarget.schemes(host).contains("http"),
                        nanoTime),
                nanoTime);
    }
}
