/** What a lab may be described with. */
@NullMarked
package naru.lab.config;

import org.jspecify.annotations.NullMarked;
