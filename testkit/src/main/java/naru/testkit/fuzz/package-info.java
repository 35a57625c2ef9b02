/** Feeds parsers with what nobody would write, and keeps what broke them. */
@NullMarked
package naru.testkit.fuzz;

import org.jspecify.annotations.NullMarked;
