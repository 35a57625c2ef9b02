/** What may come from a folder of manifests. */
@NullMarked
package naru.watch.manifest;

import org.jspecify.annotations.NullMarked;
