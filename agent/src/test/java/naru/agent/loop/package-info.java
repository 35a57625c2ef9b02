/** The event loop and what waits for it. */
@NullMarked
package naru.agent.loop;

import org.jspecify.annotations.NullMarked;
