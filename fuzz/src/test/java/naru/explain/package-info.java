/** What may be asked. */
@NullMarked
package naru.explain;

import org.jspecify.annotations.NullMarked;
