/**
 * Which rules mean which requests: pure functions over a rule's {@code match} and {@code exclude} and the facts of a request.
 */
@NullMarked
package dev.countersign.engine.match;

import org.jspecify.annotations.NullMarked;
