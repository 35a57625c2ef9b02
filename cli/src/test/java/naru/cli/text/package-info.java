/** Tests. */
@NullMarked
package naru.cli.text;

import org.jspecify.annotations.NullMarked;
