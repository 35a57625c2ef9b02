/** A large cluster from a seed, and what it costs to compile one node's tables of it. */
@NullMarked
package naru.bench.scale;

import org.jspecify.annotations.NullMarked;
