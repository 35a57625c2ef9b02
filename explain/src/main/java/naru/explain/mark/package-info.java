/** Whether a node's own packet carries the mark that says so, and if not, why. */
@NullMarked
package naru.explain.mark;

import org.jspecify.annotations.NullMarked;
