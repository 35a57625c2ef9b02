/** The parts of a packet's way, in its order. */
@NullMarked
package naru.explain.layer;

import org.jspecify.annotations.NullMarked;
