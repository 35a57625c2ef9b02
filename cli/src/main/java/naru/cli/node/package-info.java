/** A node itself, beside its agent: where its files are, and how one enters it. */
@NullMarked
package naru.cli.node;

import org.jspecify.annotations.NullMarked;
