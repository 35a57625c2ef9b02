/**
 * CNI requests of container runtimes: what they ask, what they get, and how a pod is wired or taken
 * away.
 */
@NullMarked
package naru.agent.cni;

import org.jspecify.annotations.NullMarked;
