/** The nouns of the cluster as immutable records. Depends on nothing but the JDK. */
@NullMarked
package naru.model;

import org.jspecify.annotations.NullMarked;
