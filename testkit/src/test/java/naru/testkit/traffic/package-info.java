@NullMarked
package naru.testkit.traffic;

import org.jspecify.annotations.NullMarked;
