/**
 * What looks again and again whether the kernel still is as the agent left it, and puts it back.
 */
@NullMarked
package naru.agent.drift;

import org.jspecify.annotations.NullMarked;
