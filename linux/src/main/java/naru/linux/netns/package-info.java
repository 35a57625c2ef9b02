/** Network namespaces: made, entered, compared and removed, always on threads of their own. */
@NullMarked
package naru.linux.netns;

import org.jspecify.annotations.NullMarked;
