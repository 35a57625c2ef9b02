/** What events may say. */
@NullMarked
package naru.agent.monitor;

import org.jspecify.annotations.NullMarked;
