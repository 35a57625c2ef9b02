/**
 * The kernel's packet filter as the distribution's own tools show it, and what its rules do to a
 * packet.
 */
@NullMarked
package naru.linux.netfilter;

import org.jspecify.annotations.NullMarked;
