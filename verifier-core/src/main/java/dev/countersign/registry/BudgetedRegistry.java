package dev.countersign.registry;

import dev.countersign.registry.RegistryException.Kind;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives no more than a number of bytes and answers, all repositories together, however each of them is reached. What a cache beneath
 * answers counts too.
 */
final class BudgetedRegistry implements Registry {
    /** What is left; shared by all views of one registry. */
    private record Budget(long maxBytes, AtomicLong bytes, long maxQuestions, AtomicLong questions) {
        void ask() throws RegistryException {
            if (questions.incrementAndGet() > maxQuestions) {
                throw exceeded("number of requests for manifests and referrers exceeded the limit (" + maxQuestions);
            }
        }

        /** Takes the bytes before they are asked for, so that what comes at the same time counts too. */
        void take(long size) throws RegistryException {
            long left = bytes.get();
            while (size <= left) {
                if (bytes.compareAndSet(left, left - size)) {
                    return;
                }
                left = bytes.get();
            }
            throw exceeded("size of everything that the request fetches exceeded the limit (" + maxBytes);
        }

        private static RegistryException exceeded(String what) {
            return new RegistryException(Kind.TOO_LARGE, 0, what + ")");
        }
    }

    /** What an answer costs beside its bytes, so that empty ones are not free. */
    static final int ANSWER_BYTES = 1024;

    private final Registry inner;
    private final Budget budget;

    BudgetedRegistry(Registry inner, long maxBytes, long maxQuestions) {
        this(inner, new Budget(maxBytes, new AtomicLong(maxBytes), maxQuestions, new AtomicLong()));
    }

    private BudgetedRegistry(Registry inner, Budget budget) {
        this.inner = inner;
        this.budget = budget;
    }

    @Override
    public Manifest manifest(Repository repository, String tag, Deadline deadline) throws RegistryException {
        budget.ask();
        return counted(inner.manifest(repository, tag, deadline));
    }

    @Override
    public Manifest manifest(Repository repository, Digest digest, Deadline deadline) throws RegistryException {
        budget.ask();
        return counted(inner.manifest(repository, digest, deadline));
    }

    private Manifest counted(Manifest manifest) throws RegistryException {
        budget.take(ANSWER_BYTES + (long) manifest.bytes().remaining());
        return manifest;
    }

    @Override
    public ByteBuffer blob(Repository repository, Digest digest, long size, long maxBytes, Deadline deadline)
            throws RegistryException {
        Hashing.checkSize(size, maxBytes);
        budget.take(ANSWER_BYTES + size);
        return inner.blob(repository, digest, size, maxBytes, deadline);
    }

    @Override
    public List<Descriptor> referrers(Repository repository, Digest subject, Deadline deadline)
            throws RegistryException {
        budget.ask();
        return inner.referrers(repository, subject, deadline);
    }

    @Override
    public Registry reachedBy(RegistryAccess access) throws RegistryException {
        return new BudgetedRegistry(inner.reachedBy(access), budget);
    }
}
