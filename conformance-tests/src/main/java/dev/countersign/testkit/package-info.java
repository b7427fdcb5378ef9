/** What tests need: a registry in the process, and contract tests for everything that can be replaced. */
@NullMarked
package dev.countersign.testkit;

import org.jspecify.annotations.NullMarked;
