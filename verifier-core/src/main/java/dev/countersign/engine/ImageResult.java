package dev.countersign.engine;

import dev.countersign.verify.Verdict;

/**
 * What was found out about one image for one entry of a rule.
 *
 * @param image the image's normal form when it was asked
 * @param entry index in {@code verifyImages}
 * @param verdict the answer
 */
public record ImageResult(String image, int entry, Verdict verdict) {}
