package dev.countersign.registry;

import java.net.http.HttpClient;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;

/**
 * Builds a registry over HTTP. Everything has a default: TLS by the platform's trust, anonymous, the host's own address. Not
 * thread-safe; what it builds is.
 *
 * <p>{@code localhost}, {@code *.localhost}, {@code *.local} and literal loopback and private addresses are tried by TLS first
 * and by plain HTTP then; other hosts speak TLS only, but those named to {@link #plainHttp}.
 */
public final class HttpRegistryBuilder {
    private final Set<String> plainHttpHosts = new HashSet<>();
    private RegistryCredentialSource credentials = RegistryCredentialSource.anonymous();
    private HostResolver resolver = HostResolver.direct();
    private Pause pause = Pause.sleeping();
    private boolean insecureByPolicy;
    private LongSupplier nanoTime = System::nanoTime;
    private String userAgent = "countersign";
    private Optional<HttpClient> client = Optional.empty();
    private Optional<SSLContext> sslContext = Optional.empty();
    private Optional<HttpTransport> transport = Optional.empty();

    HttpRegistryBuilder() {}

    /**
     * Sends with that client, with its TLS, proxy and executor.
     *
     * @throws IllegalArgumentException when it follows redirects by itself: they are followed here, so that a login is not
     *     carried to another host
     */
    public HttpRegistryBuilder client(HttpClient given) {
        if (given.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("the client must not follow redirects itself: use Redirect.NEVER");
        }
        client = Optional.of(given);
        return this;
    }

    /** TLS by that context; has no effect beside {@link #client} or {@link #transport}. */
    public HttpRegistryBuilder sslContext(SSLContext given) {
        sslContext = Optional.of(given);
        return this;
    }

    /** Sends every request by that transport; {@link #client} and {@link #resolver} have no effect then. */
    public HttpRegistryBuilder transport(HttpTransport given) {
        transport = Optional.of(given);
        return this;
    }

    /** Reaches registries where that says. */
    public HttpRegistryBuilder resolver(HostResolver given) {
        resolver = given;
        return this;
    }

    /** Logs in with what that source gives. */
    public HttpRegistryBuilder credentials(RegistryCredentialSource given) {
        credentials = given;
        return this;
    }

    /**
     * Tries that host by plain HTTP where TLS fails, which lets everyone on the way read and alter what has no digest.
     *
     * @param host with its port, as image references name it
     */
    public HttpRegistryBuilder plainHttp(String host) {
        plainHttpHosts.add(RequestTarget.hostOf(host));
        return this;
    }

    /**
     * Lets policies choose plain HTTP for their images, where TLS fails, by {@code imageRegistryCredentials.allowInsecureRegistry}.
     * Without this, a rule that states it answers an error (divergence D28): everyone on the way can say what a tag stands for.
     * Whatever has a digest is still checked against it, and no login is sent by plain HTTP that a policy chose.
     */
    public HttpRegistryBuilder allowInsecureRegistries() {
        insecureByPolicy = true;
        return this;
    }

    /** Waits so between tries. */
    public HttpRegistryBuilder pause(Pause given) {
        pause = given;
        return this;
    }

    /** The monotonic clock, in nanoseconds, by which tokens expire. */
    public HttpRegistryBuilder nanoTime(LongSupplier given) {
        nanoTime = given;
        return this;
    }

    /** The User-Agent of every request. */
    public HttpRegistryBuilder userAgent(String given) {
        userAgent = given;
        return this;
    }

    /** The registry. Asks nothing of anyone yet. */
    public Registry build() {
        HttpTransport sending = new RetryingTransport(
                transport.orElseGet(() -> new JdkTransport(client.orElseGet(this::newClient), resolver)), pause);
        return new HttpRegistry(
                Connections.of(sending, Set.copyOf(plainHttpHosts), insecureByPolicy, credentials, nanoTime),
                userAgent);
    }

    private HttpClient newClient() {
        HttpClient.Builder builder = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER);
        sslContext.ifPresent(builder::sslContext);
        return builder.build();
    }
}
