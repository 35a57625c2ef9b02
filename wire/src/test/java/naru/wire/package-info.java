/** The server's side of the socket. */
@NullMarked
package naru.wire;

import org.jspecify.annotations.NullMarked;
