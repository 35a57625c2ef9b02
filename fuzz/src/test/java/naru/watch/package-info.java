/** What may come from a folder of manifests. */
@NullMarked
package naru.watch;

import org.jspecify.annotations.NullMarked;
