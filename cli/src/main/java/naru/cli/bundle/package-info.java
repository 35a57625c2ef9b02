/** What one needs to look at a node elsewhere, in one file. */
@NullMarked
package naru.cli.bundle;

import org.jspecify.annotations.NullMarked;
