@NullMarked
package naru.apply.forward;

import org.jspecify.annotations.NullMarked;
