@NullMarked
package naru.lab.fabric;

import org.jspecify.annotations.NullMarked;
