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
    private final Map<Object, Object> answers = new HashMap<>();
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
    public Registry registry() {
        return registry;
    }

    /** When everything about the image must be known. */
    public Deadline deadline() {
        return deadline;
    }

    /** Where else the signatures may be, looked for once. */
    public Reason hint(Repository where, Digest digest) {
        return hints.computeIfAbsent(where, repository -> SignatureHint.find(this, repository, digest));
    }

    /**
     * What the registry answers to a question about the image, asked once: an answer and a failure are both remembered.
     *
     * @param question a value whose class belongs to whoever asks, with everything that the answer depends on besides the image
     * @param kind of the answer
     * @param lookup asks the registry about the digest
     */
    public <T> T once(Object question, Class<T> kind, Lookup<T> lookup) throws InvalidNameException, RegistryException {
        Object known = answers.get(question);
        if (known instanceof RegistryException failed) {
            throw failed;
        }
        if (known != null) {
            return kind.cast(known);
        }
        try {
            T answer = lookup.find(registry, digest(), deadline);
            answers.put(question, answer);
            return answer;
        } catch (RegistryException e) {
            answers.put(question, e);
            throw e;
        }
    }

    /** A question to the registry about the digest of an image. */
    @FunctionalInterface
    public interface Lookup<T> {
        /** Asks it. */
        T find(Registry registry, Digest subject, Deadline deadline) throws RegistryException;
    }
}
