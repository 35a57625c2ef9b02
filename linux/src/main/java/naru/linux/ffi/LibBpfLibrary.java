package naru.linux.ffi;

import static naru.linux.ffi.Native.INT;
import static naru.linux.ffi.Native.POINTER;
import static naru.linux.ffi.Native.function;
import static naru.linux.ffi.Native.pointer;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Optional;

/** The shared library itself, and what it prints: its warnings and the verifier's log. */
final class LibBpfLibrary {

    private static final List<String> NAMES =
            List.of(
                    "libbpf.so.1",
                    "/usr/lib/x86_64-linux-gnu/libbpf.so.1",
                    "/usr/lib/aarch64-linux-gnu/libbpf.so.1",
                    "/usr/lib64/libbpf.so.1");
    private static final int LIBBPF_DEBUG = 2;

    static final SymbolLookup LIBRARY = load();

    private static final ThreadLocal<StringBuilder> PRINTED =
            ThreadLocal.withInitial(StringBuilder::new);
    private static final NativeFunction VASPRINTF =
            new NativeFunction(Native.standardLibrary(), "vasprintf");
    private static final NativeFunction FREE = new NativeFunction(Native.standardLibrary(), "free");

    static {
        redirectPrinting();
    }

    private LibBpfLibrary() {}

    static NativeFunction bind(String name) {
        return new NativeFunction(LIBRARY, name);
    }

    /** What the library printed in this thread since the last call of this. */
    static String takePrinted() {
        String text = PRINTED.get().toString();
        PRINTED.remove();
        return text;
    }

    private static SymbolLookup load() {
        return NAMES.stream()
                .flatMap(name -> find(name).stream())
                .findFirst()
                .orElseThrow(
                        () ->
                                new UnsatisfiedLinkError(
                                        "libbpf.so.1 is not on this machine (sought: "
                                                + String.join(", ", NAMES)
                                                + "); Debian: apt-get install libbpf1"));
    }

    private static Optional<SymbolLookup> find(String name) {
        try {
            return Optional.of(SymbolLookup.libraryLookup(name, Arena.global()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void redirectPrinting() {
        FunctionDescriptor type = function(INT, INT, POINTER, POINTER);
        try {
            MethodHandle print =
                    MethodHandles.lookup()
                            .findStatic(
                                    LibBpfLibrary.class,
                                    "print",
                                    MethodType.methodType(
                                            int.class,
                                            int.class,
                                            MemorySegment.class,
                                            MemorySegment.class));
            MemorySegment callback = Native.callback(print, type, Arena.global());
            bind("libbpf_set_print").callLong(Native.callState(Arena.global()), pointer(callback));
        } catch (ReflectiveOperationException e) {
            throw Native.wrongBinding(e);
        }
    }

    /** Called by the library: {@code arguments} is a va_list, which only C can read. */
    @SuppressWarnings("UnusedMethod") // bound by its name
    private static int print(int level, MemorySegment format, MemorySegment arguments) {
        if (level >= LIBBPF_DEBUG) {
            return 0;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Native.callState(arena);
            MemorySegment result = arena.allocate(ValueLayout.ADDRESS);
            int length =
                    VASPRINTF.call(state, pointer(result), pointer(format), pointer(arguments));
            if (length >= 0) {
                MemorySegment text = result.get(ValueLayout.ADDRESS, 0);
                PRINTED.get().append(text.reinterpret(length + 1L).getString(0));
                FREE.callLong(state, pointer(text));
            }
            return Math.max(length, 0);
        } catch (Throwable e) {
            return 0; // an exception must not cross C frames; only a message is lost
        }
    }
}
