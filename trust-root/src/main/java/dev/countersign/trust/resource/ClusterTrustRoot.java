package dev.countersign.trust.resource;

import dev.countersign.cluster.ApiRequest;
import dev.countersign.cluster.ClusterException;
import dev.countersign.cluster.ClusterReader;
import dev.countersign.document.Issue;
import dev.countersign.document.JsonText;
import dev.countersign.document.Value;
import dev.countersign.document.Value.ObjectValue;
import dev.countersign.trust.TrustEvent;
import dev.countersign.trust.TrustRoot;
import dev.countersign.trust.TrustRootException;
import dev.countersign.trust.TrustSnapshot;
import dev.countersign.trust.source.Refresh;
import dev.countersign.trust.source.TufMirror;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One TrustRoot of a cluster, which is asked for at each question. Thread-safe: one question after the other. */
final class ClusterTrustRoot implements TrustRoot {
    private static final String PATH = "/apis/policy.sigstore.dev/v1alpha1/trustroots/";
    private static final String RESOURCE = "trustroots.policy.sigstore.dev";
    private static final String NO_SUCH_KIND = "the server could not find the requested resource";

    private final ClusterReader cluster;
    private final String name;
    private final Function<String, TufMirror> mirrors;
    private final Refresh repositories;
    private @Nullable Held held;
    private @Nullable Answer last;

    /**
     * What the cluster held.
     *
     * @param content as text, without what says nothing of trust: labels, status
     * @param trust made of it; it outlives the question, so that a TUF repository is not rolled back from one to the next
     */
    private record Held(String content, TrustRoot trust) {}

    /**
     * What was answered.
     *
     * @param of what it was made of
     * @param inner the generation of that trust
     * @param number the generation as it is told
     */
    private record Answer(Held of, long inner, long number) {}

    ClusterTrustRoot(ClusterReader cluster, String name, Function<String, TufMirror> mirrors, Refresh refresh) {
        this.cluster = cluster;
        this.name = name;
        this.mirrors = mirrors;
        // Whoever asks this asks at the right intervals, and tells what becomes of it, but for what only the repository
        // knows.
        this.repositories = new Refresh(
                Duration.ZERO,
                Runnable::run,
                refresh.clock(),
                refresh.random(),
                event -> {
                    if (event instanceof TrustEvent.Expired) {
                        refresh.observer().on(event);
                    }
                },
                refresh.keptAtMost());
    }

    @Override
    public synchronized TrustSnapshot snapshot() throws TrustRootException {
        ObjectValue object = object();
        String content = JsonText.compact(Value.EMPTY_OBJECT
                .with("apiVersion", object.get("apiVersion").orElse(Value.NULL))
                .with("kind", object.get("kind").orElse(Value.NULL))
                .with("spec", object.get("spec").orElse(Value.NULL)));
        Held known = held;
        if (known == null || !known.content().equals(content)) {
            known = new Held(content, ResourceTrust.of(resource(object), mirrors, repositories));
            held = known;
        }
        TrustSnapshot snapshot = known.trust().snapshot();
        Answer before = last;
        boolean same = before != null && before.of() == known && before.inner() == snapshot.generation();
        Answer now = same && before != null
                ? before
                : new Answer(known, snapshot.generation(), before == null ? 1 : before.number() + 1);
        last = now;
        return new TrustSnapshot(snapshot.material(), now.number(), snapshot.loaded(), snapshot.problem());
    }

    private ObjectValue object() throws TrustRootException {
        try {
            if (cluster.call(new ApiRequest("GET", PATH + name, Optional.empty())) instanceof ObjectValue object) {
                return object;
            }
            throw malformed("the answer of the cluster is no object");
        } catch (ClusterException e) {
            throw refused(e);
        }
    }

    /** The API server's own words tell what a refusal means; it has no other name for it here. */
    private TrustRootException refused(ClusterException refusal) {
        String message = String.valueOf(refusal.getMessage());
        if (message.contains(RESOURCE + " \"" + name + "\" not found")) {
            return TrustRootException.withdrawn(
                    "the cluster holds no TrustRoot " + name + ". Create it, or correct the name.");
        }
        if (message.contains(NO_SUCH_KIND)) {
            return TrustRootException.withdrawn("the cluster holds no TrustRoot " + name
                    + ", because it does not know the kind. Install the resource definition " + RESOURCE + ".");
        }
        return message.contains(" is forbidden")
                ? new TrustRootException(
                        "this process may not read TrustRoot " + name + " of the cluster: " + message + ". Let it get "
                                + RESOURCE + ".",
                        refusal)
                : new TrustRootException(
                        "the cluster cannot be asked for TrustRoot " + name + ": " + message + ".", refusal);
    }

    private TrustRootResource resource(ObjectValue object) throws TrustRootException {
        if (!TrustRootReader.isTrustRoot(object)) {
            throw malformed("it is of another kind");
        }
        byte[] json = JsonText.compact(object).getBytes(StandardCharsets.UTF_8);
        TrustRootReading reading = TrustRootReader.read("TrustRoot " + name + " of the cluster", json);
        Optional<Issue> error = reading.allIssues().stream()
                .filter(issue -> issue.severity() == Issue.Severity.ERROR)
                .findFirst();
        if (error.isPresent()) {
            throw malformed(error.get().toString());
        }
        TrustRootResource resource =
                reading.resources().stream().findFirst().orElseThrow(() -> malformed("nothing stands in it"));
        if (!resource.name().equals(name)) {
            throw malformed("the cluster answered with TrustRoot " + resource.name());
        }
        return resource;
    }

    private TrustRootException malformed(String why) {
        return new TrustRootException("TrustRoot " + name + " of the cluster cannot be used: " + why);
    }
}
