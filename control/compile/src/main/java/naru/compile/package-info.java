/**
 * Policies, labels and addresses to map entries: pure and incremental. No I/O, no threads, no
 * clock; what it computes is also what explains and predicts.
 */
@NullMarked
package naru.compile;

import org.jspecify.annotations.NullMarked;
