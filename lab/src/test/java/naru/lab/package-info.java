@NullMarked
package naru.lab;

import org.jspecify.annotations.NullMarked;
