package dev.countersign.registry;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** What the JDK throws where there is no answer, in Go's words. */
final class ConnectionFailure {
    private static final int MAX_CAUSES = 16;

    private ConnectionFailure() {}

    static RegistryException of(String url, URI uri, IOException e) {
        if (e instanceof HttpTimeoutException) {
            return Failures.deadline(url);
        }
        if (e instanceof InterruptedIOException) {
            return new RegistryException(RegistryException.Kind.TIMEOUT, "Get \"" + url + "\": context canceled", e);
        }
        return new RegistryException(RegistryException.Kind.UNREACHABLE, "Get \"" + url + "\": " + describe(uri, e), e);
    }

    /** The reason alone. */
    static String describe(URI uri, IOException e) {
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        String server = RequestTarget.nameOf(authority).equals(authority)
                ? authority + ("http".equals(uri.getScheme()) ? ":80" : ":443")
                : authority;
        if (e instanceof UnknownHostException || hasCause(e, UnresolvedAddressException.class)) {
            return Failures.lookup(authority);
        }
        if (e instanceof SSLException) {
            return tls(e);
        }
        if (e instanceof ConnectException) {
            return "dial tcp " + server + ": connect: connection refused";
        }
        String message = e.getMessage() == null ? "" : e.getMessage();
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("reset")) {
            return "read tcp " + server + ": read: connection reset by peer";
        }
        if (e instanceof EOFException || lower.contains("received no bytes") || lower.contains("eof")) {
            return "EOF";
        }
        return message.isEmpty() ? e.getClass().getSimpleName() : Failures.printable(message);
    }

    private static String tls(IOException e) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        if (hasCause(e, CertPathBuilderException.class)) {
            return "tls: failed to verify certificate: x509: certificate signed by unknown authority";
        }
        if (hasCause(e, CertificateException.class)) {
            return "tls: failed to verify certificate: x509: " + Failures.printable(message);
        }
        if (message.contains("Unsupported or unrecognized SSL message")) {
            return "http: server gave HTTP response to HTTPS client";
        }
        return "tls: " + Failures.printable(message);
    }

    private static boolean hasCause(Throwable e, Class<? extends Throwable> type) {
        Throwable at = e;
        for (int i = 0; i < MAX_CAUSES && at != null; i++) {
            if (type.isInstance(at)) {
                return true;
            }
            at = at.getCause();
        }
        return false;
    }
}
