package dev.countersign.trust.source;

import dev.countersign.trust.TrustMaterial;
import dev.countersign.trust.TrustObserver;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.TrustSnapshot;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes trust roots. Stateless; what it makes is thread-safe and reads nothing before the first question.
 *
 * <p>A source that is read again ({@link Refresh}) keeps the last good snapshot where a later look fails, and says so in {@link
 * TrustSnapshot#problem}; while there never was one, each question gets a {@link TrustRootException}.
 */
public final class TrustRoots {
    /** The largest {@code trusted_root.json}, in bytes: 1 MiB. The public instance's has 7 KiB. */
    public static final int MAX_TRUSTED_ROOT_BYTES = TrustedRootReader.MAX_BYTES;

    /** The largest PEM file, in bytes: 256 KiB. */
    public static final int MAX_PEM_BYTES = PemMaterial.MAX_BYTES;

    private TrustRoots() {}

    /** Always the same material. */
    public static TrustRoot of(TrustMaterial material) {
        TrustSnapshot snapshot = TrustSnapshot.fixed(material);
        return () -> snapshot;
    }

    /** Sigstore's {@code trusted_root.json} in a file, looked at whenever it is asked for: {@link #trustedRootJson(Path, Refresh)}. */
    public static TrustRoot trustedRootJson(Path file) {
        return trustedRootJson(file, Refresh.whenAsked());
    }

    /**
     * Sigstore's {@code trusted_root.json} in a file, read again where the file was touched. While it was never read, each question
     * gets a {@link TrustRootException} that names file, line and JSON path.
     *
     * @param file {@code mediaType application/vnd.dev.sigstore.trustedroot+json;version=0.1}, at most {@value
     *     #MAX_TRUSTED_ROOT_BYTES} bytes
     */
    public static TrustRoot trustedRootJson(Path file, Refresh refresh) {
        return new RefreshedTrustRoot(new TrustedRootFile(file), refresh);
    }

    /**
     * Sigstore's {@code trusted_root.json} at hand, read at once.
     *
     * @param source the name that errors and origins carry
     * @param bytes UTF-8, at most {@value #MAX_TRUSTED_ROOT_BYTES}
     * @throws TrustRootException what is wrong with it, where, and how to mend it
     */
    public static TrustRoot trustedRootJson(String source, byte[] bytes) throws TrustRootException {
        return of(TrustedRootReader.read(source, bytes));
    }

    /**
     * The PEM files of a directory under the names of cosign's targets: {@code fulcio*} and {@code tsa*} hold certificates (self-issued
     * ones are roots), {@code rekor*} and {@code ctfe*} public keys; they end in {@code .pem}, {@code .pub} or {@code .crt}. Other files are
     * left alone. A directory in which one of them is broken does not count at all, so that the last good state stays. At most {@value
     * PemDirectory#MAX_FILES} files of {@value #MAX_PEM_BYTES} bytes among {@value PemDirectory#MAX_ENTRIES} entries.
     */
    public static TrustRoot pemDirectory(Path directory, Refresh refresh) {
        return new RefreshedTrustRoot(new PemFiles(directory.toString(), new PemDirectory(directory)), refresh);
    }

    /**
     * What a TUF repository publishes: its trusted root, or where it has none the targets whose metadata says what they are good for. An
     * update is verified by sigstore-java's client, and asks for at most {@value TufSession#MAX_FILES} files within a minute. One that is
     * tampered with, expired, or older than what was seen before is refused, and the last good one counts on. Needs {@code
     * dev.sigstore:sigstore-java} on the class path.
     *
     * @param refresh in the background, since each look asks the mirror
     */
    public static TrustRoot tuf(TufRepository repository, Refresh refresh) {
        return new RefreshedTrustRoot(new TufSource(repository), refresh);
    }

    /**
     * What cosign would trust under these environment variables, which are taken from the map and nowhere else: {@code
     * SIGSTORE_ROOT_FILE}, {@code SIGSTORE_REKOR_PUBLIC_KEY}, {@code SIGSTORE_CT_LOG_PUBLIC_KEY_FILE} and {@code
     * SIGSTORE_TSA_CERTIFICATE_FILE} name PEM files that replace their kind; the other kinds come by TUF from {@code TUF_MIRROR}, by the first
     * root in {@code TUF_ROOT_JSON} (or else in {@code root.json} below {@code TUF_ROOT}), remembered below {@code TUF_ROOT}. Without
     * {@code TUF_MIRROR} that is the public instance. Where the three files for roots, log and CT log are named, no network is used.
     *
     * @param environment for example {@link System#getenv()}; an empty value counts as absent
     * @param http reaches the mirror
     */
    public static TrustRoot cosignEnvironment(Map<String, String> environment, HttpClient http, Refresh refresh) {
        return new CosignEnvironment(environment, http, refresh).trustRoot();
    }

    /**
     * A trust root whose answers take long, asked in the background: once it has answered, no question waits for it.
     *
     * @param name for events and errors
     */
    public static TrustRoot refreshing(String name, TrustRoot root, Refresh refresh) {
        return new RefreshedTrustRoot(new AnsweringSource(name, root), refresh);
    }

    /**
     * The trust of one request: the snapshot that counted when it was first asked for, or the failure to get one, whatever is rotated
     * meanwhile.
     */
    public static TrustRoot pinned(TrustRoot root) {
        return new PinnedTrustRoot(root);
    }

    /** The first of these that has anything: {@link #inOrder(List, TrustObserver)} without an observer. */
    public static TrustRoot inOrder(TrustRoot... roots) {
        return inOrder(List.of(roots), TrustObserver.none());
    }

    /**
     * The first of these that has anything; one that keeps its last good snapshot has.
     *
     * @param observer is told when a later one has to answer
     */
    public static TrustRoot inOrder(List<TrustRoot> roots, TrustObserver observer) {
        return new FirstTrustRoot(roots, observer);
    }

    /**
     * Everything that any of these holds. While one of them has nothing, the union has nothing: a signature that the missing one would
     * prove must not be refused. What some of them hold {@linkplain #perIssuer for an issuer} is joined for that issuer and stays apart: what
     * the others hold for everybody does not vouch for it.
     */
    public static TrustRoot union(TrustRoot... roots) {
        return new AllTrustRoots(List.of(roots), Composition::union);
    }

    /**
     * A base of which another trust root replaces each kind that it holds any of: certificate authorities, logs, CT logs, timestamp
     * authorities. While one of the two has nothing, neither counts. What the base holds {@linkplain #perIssuer for an issuer} is replaced
     * only by what the other holds for that issuer, kind by kind.
     */
    public static TrustRoot override(TrustRoot base, TrustRoot overriding) {
        return new AllTrustRoots(List.of(base, overriding), Composition::override);
    }

    /**
     * Trust of their own for some OIDC issuers, so that the authority of one organisation cannot speak for the issuer of another. Whoever
     * holds a certificate that says one of these issuers (Fulcio's extension {@code 1.3.6.1.4.1.57264.1.8} or {@code .1.1}) is judged by
     * what is for this issuer and by nothing else, of every kind; a kind that it lacks is not trusted for it. A certificate that says
     * several issuers, one of them among these, is refused. Every other certificate, and every signature by a key, is judged by the
     * others. Issuers are compared letter by letter: a policy that asks for an issuer by wildcard or expression asks for others too.
     *
     * <p>What a policy states replaces that kind whichever the issuer. While one of the trust roots has nothing, the whole has nothing: a
     * signature that the missing one would prove must not be refused. {@link #inOrder} gives it a substitute.
     *
     * @param others may hold something by issuer itself, which counts on where the issuer is not among these
     * @param byIssuer by issuer, exactly as certificates say it; of what these hold by issuer only that for this very issuer counts
     * @throws IllegalArgumentException when an issuer is empty
     */
    public static TrustRoot perIssuer(TrustRoot others, Map<String, TrustRoot> byIssuer) {
        List<String> issuers = new ArrayList<>();
        List<TrustRoot> roots = new ArrayList<>(List.of(others));
        byIssuer.forEach((issuer, root) -> {
            if (issuer.isEmpty()) {
                throw new IllegalArgumentException("trust is for a named issuer");
            }
            issuers.add(issuer);
            roots.add(root);
        });
        return new AllTrustRoots(roots, all -> Composition.perIssuer(issuers, all));
    }
}
