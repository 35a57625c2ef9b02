/**
 * NetworkPolicy as its API documents tell it, by searching everything for every question. For
 * tests: it shares no code with what it judges, not even the matching of labels and addresses.
 */
@NullMarked
package naru.naive;

import org.jspecify.annotations.NullMarked;
