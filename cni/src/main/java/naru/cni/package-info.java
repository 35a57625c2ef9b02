/** Puts Naru's CNI executable and configuration where container runtimes look for them. */
@NullMarked
package naru.cni;

import org.jspecify.annotations.NullMarked;
