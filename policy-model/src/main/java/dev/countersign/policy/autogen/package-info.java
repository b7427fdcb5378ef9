/** Rules for pod controllers, made from rules for Pods. */
@NullMarked
package dev.countersign.policy.autogen;

import org.jspecify.annotations.NullMarked;
