@NullMarked
package naru.lab.node;

import org.jspecify.annotations.NullMarked;
