/** What an attestor states of keys and trust, read once from the policy. Public for the verifiers beside it, not for callers. */
@NullMarked
package dev.countersign.verify.attestor;

import org.jspecify.annotations.NullMarked;
