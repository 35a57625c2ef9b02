/** What the kernel of this node says to a question, and the answer in the wire's words. */
@NullMarked
package naru.agent.explain;

import org.jspecify.annotations.NullMarked;
