/** What may lie on the agent's disk. */
@NullMarked
package naru.agent.loop;

import org.jspecify.annotations.NullMarked;
