/** The smallest changes that let a packet through, and what else each would let through. */
@NullMarked
package naru.explain.fix;

import org.jspecify.annotations.NullMarked;
