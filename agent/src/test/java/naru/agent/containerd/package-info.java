/** A container runtime of the distribution that asks for pods' networks on its own. */
@NullMarked
package naru.agent.containerd;

import org.jspecify.annotations.NullMarked;
