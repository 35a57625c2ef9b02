/**
 * Why a connection works or fails: a packet's way, layer by layer, with the cause of what goes
 * wrong. Nothing here matches policies or selectors; what the compiler's evaluator says about the
 * cluster's objects is held against what the kernel does.
 */
@NullMarked
package naru.explain;

import org.jspecify.annotations.NullMarked;
