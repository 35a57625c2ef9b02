/** CNI requests, good and bad. */
@NullMarked
package naru.agent.cni;

import org.jspecify.annotations.NullMarked;
