/** Tests. */
@NullMarked
package naru.cli.command;

import org.jspecify.annotations.NullMarked;
