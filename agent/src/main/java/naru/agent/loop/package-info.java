/** The one thread that changes state, and what it decides on. */
@NullMarked
package naru.agent.loop;

import org.jspecify.annotations.NullMarked;
