/** Where the objects of the cluster come from, and their events in order. */
@NullMarked
package naru.watch;

import org.jspecify.annotations.NullMarked;
