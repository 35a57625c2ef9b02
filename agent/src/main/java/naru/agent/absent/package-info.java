/** What can be seen of a node whose agent does not answer. */
@NullMarked
package naru.agent.absent;

import org.jspecify.annotations.NullMarked;
