/** lab.yaml: what the fabric and its hosts are to be. */
@NullMarked
package naru.lab.config;

import org.jspecify.annotations.NullMarked;
