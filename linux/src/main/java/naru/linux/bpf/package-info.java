/** eBPF objects, maps, programs, their pins and where they are attached. */
@NullMarked
package naru.linux.bpf;

import org.jspecify.annotations.NullMarked;
