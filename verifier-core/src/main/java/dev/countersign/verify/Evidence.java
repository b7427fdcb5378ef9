package dev.countersign.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a verified signature rests on. Immutable.
 *
 * @param attestor which attestor it satisfies: {@code .attestors[0].entries[0].keyless}
 * @param digest the manifest that is signed
 * @param signer who signed: a subject and issuer, or the id of a key
 * @param foundAt repository and tag or digest where the signature is stored
 * @param time when it was made, by the clock named in {@code timeSource}; absent where nothing tells
 * @param timeSource {@code transparency log}, {@code timestamp authority}, where both vouch the earlier one; {@code signer's
 *     claim}, which nothing proves; or empty
 * @param log id of the transparency log and index of the entry: {@code c0d2…@42}; empty when none was asked for
 * @param ctLogs ids of the logs whose certificate timestamps were checked
 * @param weakened switches that made the proof weaker, by their Kyverno names: {@code rekor.ignoreTlog}
 */
public record Evidence(
        String attestor,
        String digest,
        String signer,
        String foundAt,
        Optional<Instant> time,
        String timeSource,
        String log,
        List<String> ctLogs,
        List<String> weakened) {
    public Evidence {
        ctLogs = List.copyOf(ctLogs);
        weakened = List.copyOf(weakened);
    }

    /** The same evidence, made weaker by one more switch. */
    public Evidence weakenedBy(String name) {
        List<String> more = new ArrayList<>(weakened);
        more.add(name);
        return new Evidence(attestor, digest, signer, foundAt, time, timeSource, log, ctLogs, more);
    }

    /** The same evidence for an attestor at that place of the policy. */
    public Evidence at(String place) {
        return new Evidence(place, digest, signer, foundAt, time, timeSource, log, ctLogs, weakened);
    }
}
