/**
 * What C and Java share: reads object files and their type information, and writes Java from it.
 */
@NullMarked
package naru.linux.layout;

import org.jspecify.annotations.NullMarked;
