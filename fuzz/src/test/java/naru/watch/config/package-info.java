/** What may come from a folder of manifests. */
@NullMarked
package naru.watch.config;

import org.jspecify.annotations.NullMarked;
