/** Metrics: their names, their page, and what they say of real packets. */
@NullMarked
package naru.agent.metrics;

import org.jspecify.annotations.NullMarked;
