/** What tests of several modules need: throw-away namespaces and the like. */
@NullMarked
package naru.testkit;

import org.jspecify.annotations.NullMarked;
