/**
 * Asks the evaluator twice, about the cluster's objects and about the kernel's maps, and tells the
 * difference.
 */
@NullMarked
package naru.explain.policy;

import org.jspecify.annotations.NullMarked;
