/** The daemon of a node: wires the event's way together and answers on a socket. */
@NullMarked
package naru.agent;

import org.jspecify.annotations.NullMarked;
