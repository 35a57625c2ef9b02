/** What was found changed by others and put back, and who fights over it. */
@NullMarked
package naru.agent.repair;

import org.jspecify.annotations.NullMarked;
