@NullMarked
package naru.bench.rest;

import org.jspecify.annotations.NullMarked;
