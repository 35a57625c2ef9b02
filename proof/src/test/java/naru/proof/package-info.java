/**
 * Three answers to the same question: a naive reading of NetworkPolicy, the evaluator, and the
 * programs over maps that the agent's own code filled.
 */
@NullMarked
package naru.proof;

import org.jspecify.annotations.NullMarked;
