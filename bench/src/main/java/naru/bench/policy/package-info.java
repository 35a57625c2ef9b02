/** How long a policy takes until it is in force, and what the agent needs for it. */
@NullMarked
package naru.bench.policy;

import org.jspecify.annotations.NullMarked;
