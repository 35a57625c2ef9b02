/** The commands of the lab: they start its daemon and ask it. */
@NullMarked
package naru.cli.lab;

import org.jspecify.annotations.NullMarked;
