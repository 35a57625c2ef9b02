/** Stories of an agent that runs as a process of its own, in a namespace that plays a node. */
@NullMarked
package naru.agent;

import org.jspecify.annotations.NullMarked;
