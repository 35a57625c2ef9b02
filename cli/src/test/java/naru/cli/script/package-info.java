/**
 * Tests of the script {@code ./naru}, in trees of their own with a JDK and a Maven that only
 * pretend.
 */
@NullMarked
package naru.cli.script;

import org.jspecify.annotations.NullMarked;
