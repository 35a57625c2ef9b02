/** What the agent answers on its socket, operation by operation. */
@NullMarked
package naru.agent.ops;

import org.jspecify.annotations.NullMarked;
