/** The C libraries as Java methods: handles, errno, memory; nothing else may touch the Linker. */
@NullMarked
package naru.linux.ffi;

import org.jspecify.annotations.NullMarked;
