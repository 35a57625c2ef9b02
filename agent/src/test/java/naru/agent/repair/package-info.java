@NullMarked
package naru.agent.repair;

import org.jspecify.annotations.NullMarked;
