/** What the words behind {@code naru} may be: commands, their options and parameters. */
@NullMarked
package naru.cli.line;

import org.jspecify.annotations.NullMarked;
