/** Answers as text for people. Pure: no I/O, no clock, nothing of the machine. */
@NullMarked
package naru.cli.text;

import org.jspecify.annotations.NullMarked;
