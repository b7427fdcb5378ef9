package dev.countersign.endtoend;

import dev.countersign.registry.Deadline;
import dev.countersign.registry.Descriptor;
import dev.countersign.registry.Digest;
import dev.countersign.registry.Manifest;
import dev.countersign.registry.Registries;
import dev.countersign.registry.Registry;
import dev.countersign.registry.RegistryException;
import dev.countersign.registry.Repository;
import java.nio.ByteBuffer;
import java.util.List;

/** A registry that asks another one, unless a test overrides a method. */
class ScriptedRegistry implements Registry {
    private final Registry inner;

    ScriptedRegistry(Registry inner) {
        this.inner = inner;
    }

    /** A registry that must never be asked. */
    static Registry untouchable() {
        return new ScriptedRegistry(Registries.http().build()) {
            @Override
            void asked(Repository repository, String what) {
                throw new AssertionError("asked for " + what + " of " + repository);
            }
        };
    }

    /** Called before every question. */
    void asked(Repository repository, String what) throws RegistryException {}

    @Override
    public Manifest manifest(Repository repository, String tag, Deadline deadline) throws RegistryException {
        asked(repository, tag);
        return inner.manifest(repository, tag, deadline);
    }

    @Override
    public Manifest manifest(Repository repository, Digest digest, Deadline deadline) throws RegistryException {
        asked(repository, digest.text());
        return inner.manifest(repository, digest, deadline);
    }

    @Override
    public ByteBuffer blob(Repository repository, Digest digest, long size, long maxBytes, Deadline deadline)
            throws RegistryException {
        asked(repository, "blob " + digest.text());
        return inner.blob(repository, digest, size, maxBytes, deadline);
    }

    @Override
    public List<Descriptor> referrers(Repository repository, Digest subject, Deadline deadline)
            throws RegistryException {
        asked(repository, "referrers " + subject.text());
        return inner.referrers(repository, subject, deadline);
    }
}
