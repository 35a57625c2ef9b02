/** A node of the lab as a whole: its machine, its place on the fabric, its agent. */
@NullMarked
package naru.lab.node;

import org.jspecify.annotations.NullMarked;
