/**
 * The iptables rules that mark what this node's own stack sends, for {@code host-identity: mark}.
 */
@NullMarked
package naru.apply.hostmark;

import org.jspecify.annotations.NullMarked;
