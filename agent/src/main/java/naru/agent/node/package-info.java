/** The node's own side: its addresses, uplinks and routes, and what an earlier agent left. */
@NullMarked
package naru.agent.node;

import org.jspecify.annotations.NullMarked;
