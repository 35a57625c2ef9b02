@NullMarked
package naru.agent.drift;

import org.jspecify.annotations.NullMarked;
