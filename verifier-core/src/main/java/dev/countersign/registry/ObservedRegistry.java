package dev.countersign.registry;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Tells an observer what was asked. */
final class ObservedRegistry implements Registry {
    private final Registry inner;
    private final RegistryObserver observer;

    ObservedRegistry(Registry inner, RegistryObserver observer) {
        this.inner = inner;
        this.observer = observer;
    }

    private interface Question<T> {
        T ask() throws RegistryException;
    }

    @Override
    public Manifest manifest(Repository repository, String tag, Deadline deadline) throws RegistryException {
        return ask("manifest " + repository + ":" + tag, () -> inner.manifest(repository, tag, deadline));
    }

    @Override
    public Manifest manifest(Repository repository, Digest digest, Deadline deadline) throws RegistryException {
        return ask("manifest " + repository + "@" + digest, () -> inner.manifest(repository, digest, deadline));
    }

    @Override
    public ByteBuffer blob(Repository repository, Digest digest, long size, long maxBytes, Deadline deadline)
            throws RegistryException {
        return ask("blob " + repository + "@" + digest, () -> inner.blob(repository, digest, size, maxBytes, deadline));
    }

    @Override
    public List<Descriptor> referrers(Repository repository, Digest subject, Deadline deadline)
            throws RegistryException {
        return ask("referrers " + repository + "@" + subject, () -> inner.referrers(repository, subject, deadline));
    }

    @Override
    public Registry reachedBy(RegistryAccess access) throws RegistryException {
        return new ObservedRegistry(inner.reachedBy(access), observer);
    }

    private <T> T ask(String question, Question<T> call) throws RegistryException {
        T answer;
        try {
            answer = call.ask();
        } catch (RegistryException e) {
            observer.answered(question, Optional.of(e));
            throw e;
        }
        observer.answered(question, Optional.empty());
        return answer;
    }
}
