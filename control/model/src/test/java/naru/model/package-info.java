@NullMarked
package naru.model;

import org.jspecify.annotations.NullMarked;
