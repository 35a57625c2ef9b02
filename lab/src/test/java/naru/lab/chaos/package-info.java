/** A random walk over all that may happen to a cluster, and what must hold whatever happens. */
@NullMarked
package naru.lab.chaos;

import org.jspecify.annotations.NullMarked;
