/** What must hold of the tree as a whole: directions, doors, names, sizes. */
@NullMarked
package naru.arch;

import org.jspecify.annotations.NullMarked;
