package dev.countersign.verify;

import dev.countersign.registry.Deadline;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Registry;
import dev.countersign.registry.RegistryException;
import dev.countersign.registry.Repository;
import dev.countersign.verify.ImageName.InvalidNameException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One image of one request. What the registry says of it is asked once, however many attestors look at it: its digest is fixed
 * by the first answer, and everything after speaks of that digest (CVE-2022-47633). Not thread-safe; lives for one request.
 */
public final class ImageSubject {
    private final String image;
    private final Registry registry;
    private final Deadline deadline;
    private final Map<String, Digest> fixed;
    private final Map<Repository, Object> discovered = new HashMap<>();
    private final Map<Repository, Reason> hints = new HashMap<>();
    private @Nullable RegistryException failure;

    /**
     * @param image the image's normal form, as messages name it
     * @param registry where it is
     * @param deadline of the whole request
     */
    public ImageSubject(String image, Registry registry, Deadline deadline) {
        this(image, registry, deadline, new HashMap<>());
    }

    /**
     * One of several subjects of a request, which all speak of the same digest where they name the same image.
     *
     * @param image the image's normal form, as messages name it
     * @param registry where it is
     * @param deadline of the whole request
     * @param fixed the digest of every image that was asked for, by normal form; this subject reads it and adds to it
     */
    public ImageSubject(String image, Registry registry, Deadline deadline, Map<String, Digest> fixed) {
        this.image = image;
        this.registry = registry;
        this.deadline = deadline;
        this.fixed = fixed;
    }

    /** The normal form. */
    public String image() {
        return image;
    }

    /** The name that registry clients use. */
    public ImageName name() throws InvalidNameException {
        return ImageName.parse(image);
    }

    /** The digest that the tag stood for when it was first asked, or the digest that the image names. */
    public Digest digest() throws InvalidNameException, RegistryException {
        Digest known = fixed.get(image);
        if (known != null) {
            return known;
        }
        if (failure != null) {
            throw failure;
        }
        ImageName name = name();
        Optional<Digest> named = name.digest();
        try {
            Digest digest = named.isPresent()
                    ? named.get()
                    : registry.manifest(name.repository(), name.tag(), deadline).digest();
            fixed.put(image, digest);
            return digest;
        } catch (RegistryException e) {
            failure = e;
            throw e;
        }
    }

    /** The registry that holds the image and its signatures. */
    Registry registry() {
        return registry;
    }

    /** When everything about the image must be known. */
    Deadline deadline() {
        return deadline;
    }

    /** Where else the signatures may be, looked for once. */
    Reason hint(Repository where, Digest digest) {
        return hints.computeIfAbsent(where, repository -> SignatureHint.find(this, repository, digest));
    }

    /** The signatures stored in that repository, or the failure to find them, found once. */
    CosignDiscovery.Outcome signatures(Repository where, CosignDiscovery discovery)
            throws InvalidNameException, RegistryException {
        Object known = discovered.get(where);
        if (known instanceof CosignDiscovery.Outcome outcome) {
            return outcome;
        }
        if (known instanceof RegistryException failed) {
            throw failed;
        }
        try {
            CosignDiscovery.Outcome outcome = discovery.signatures(registry, where, digest(), deadline);
            discovered.put(where, outcome);
            return outcome;
        } catch (RegistryException e) {
            discovered.put(where, e);
            throw e;
        }
    }
}
