/** What an object file may hold. */
@NullMarked
package naru.linux.layout;

import org.jspecify.annotations.NullMarked;
