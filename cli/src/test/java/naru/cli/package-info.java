/** Tests. */
@NullMarked
package naru.cli;

import org.jspecify.annotations.NullMarked;
