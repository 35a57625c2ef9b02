/**
 * What may be the reason of a failure: one record each, so that none is told in another's words.
 */
@NullMarked
package naru.explain.cause;

import org.jspecify.annotations.NullMarked;
