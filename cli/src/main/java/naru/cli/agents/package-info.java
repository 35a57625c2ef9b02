/** Which agents are meant, and how to ask one or all of them. */
@NullMarked
package naru.cli.agents;

import org.jspecify.annotations.NullMarked;
