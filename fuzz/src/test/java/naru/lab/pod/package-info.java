/** What a pod of a lab may be described with. */
@NullMarked
package naru.lab.pod;

import org.jspecify.annotations.NullMarked;
