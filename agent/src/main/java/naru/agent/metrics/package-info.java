/** What an agent tells Prometheus; read from the kernel and the agent when it is asked for. */
@NullMarked
package naru.agent.metrics;

import org.jspecify.annotations.NullMarked;
