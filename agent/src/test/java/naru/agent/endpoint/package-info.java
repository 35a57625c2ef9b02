@NullMarked
package naru.agent.endpoint;

import org.jspecify.annotations.NullMarked;
