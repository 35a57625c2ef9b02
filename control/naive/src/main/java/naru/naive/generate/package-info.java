/** Seeded random clusters, policies, changes and connections: the same seed makes the same ones. */
@NullMarked
package naru.naive.generate;

import org.jspecify.annotations.NullMarked;
