/** AdmissionReview in, AdmissionReview out. */
@NullMarked
package dev.countersign.admission;

import org.jspecify.annotations.NullMarked;
