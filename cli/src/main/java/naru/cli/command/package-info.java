/** The commands that ask agents, one class each. */
@NullMarked
package naru.cli.command;

import org.jspecify.annotations.NullMarked;
