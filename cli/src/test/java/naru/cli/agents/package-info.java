/** Tests. */
@NullMarked
package naru.cli.agents;

import org.jspecify.annotations.NullMarked;
