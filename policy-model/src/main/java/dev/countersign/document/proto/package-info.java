/** Protobuf messages in their JSON form, read as Go's {@code protojson} reads them. */
@NullMarked
package dev.countersign.document.proto;

import org.jspecify.annotations.NullMarked;
