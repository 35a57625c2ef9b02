/** What a container runtime may ask. */
@NullMarked
package naru.agent.cni;

import org.jspecify.annotations.NullMarked;
