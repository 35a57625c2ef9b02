@NullMarked
package naru.lab.pod;

import org.jspecify.annotations.NullMarked;
