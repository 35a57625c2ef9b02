/** What an agent does while nothing happens, and how fast it is back and puts things right. */
@NullMarked
package naru.bench.rest;

import org.jspecify.annotations.NullMarked;
