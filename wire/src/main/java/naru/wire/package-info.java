/**
 * What passes over the agent's and the lab's Unix sockets: one JSON line asks, one or more JSON
 * lines answer.
 */
@NullMarked
package naru.wire;

import org.jspecify.annotations.NullMarked;
