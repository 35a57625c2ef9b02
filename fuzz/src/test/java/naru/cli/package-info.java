/** What a person may type. */
@NullMarked
package naru.cli;

import org.jspecify.annotations.NullMarked;
