/** YAML and JSON text as trees that know the line of each field. */
@NullMarked
package naru.watch.document;

import org.jspecify.annotations.NullMarked;
