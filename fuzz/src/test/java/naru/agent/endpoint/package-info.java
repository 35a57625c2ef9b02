/** What may lie on the agent's disk. */
@NullMarked
package naru.agent.endpoint;

import org.jspecify.annotations.NullMarked;
