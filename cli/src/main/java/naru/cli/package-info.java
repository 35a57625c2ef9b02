/** The commands: they ask agents and the lab over Unix sockets and show people the answers. */
@NullMarked
package naru.cli;

import org.jspecify.annotations.NullMarked;
