/** What an agent may be started with. */
@NullMarked
package naru.agent;

import org.jspecify.annotations.NullMarked;
