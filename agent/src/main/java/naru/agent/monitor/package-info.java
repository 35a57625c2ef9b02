/** Events of the datapath on their way to those who watch. */
@NullMarked
package naru.agent.monitor;

import org.jspecify.annotations.NullMarked;
