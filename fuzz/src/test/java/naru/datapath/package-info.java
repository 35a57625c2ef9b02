/** What comes from the programs, and what goes to them. */
@NullMarked
package naru.datapath;

import org.jspecify.annotations.NullMarked;
