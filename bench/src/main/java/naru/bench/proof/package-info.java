/** That what is measured is under policy. */
@NullMarked
package naru.bench.proof;

import org.jspecify.annotations.NullMarked;
