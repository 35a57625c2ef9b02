@NullMarked
package naru.lab.config;

import org.jspecify.annotations.NullMarked;
