/** What may come over a socket. */
@NullMarked
package naru.wire;

import org.jspecify.annotations.NullMarked;
