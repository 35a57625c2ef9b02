package naru.linux.ffi;

import static naru.linux.ffi.Native.INT;
import static naru.linux.ffi.Native.POINTER;
import static naru.linux.ffi.Native.function;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
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
    private static final AddressLayout POINTER_TO_POINTER =
            ValueLayout.ADDRESS.withTargetLayout(ValueLayout.ADDRESS);

    static final SymbolLookup LIBRARY = load();

    private static final ThreadLocal<StringBuilder> PRINTED =
            ThreadLocal.withInitial(StringBuilder::new);
    private static final MethodHandle VASPRINTF =
            Native.bind(
                    Native.standardLibrary(),
                    "vasprintf",
                    function(INT, POINTER_TO_POINTER, POINTER, POINTER));
    private static final MethodHandle FREE =
            Native.bind(Native.standardLibrary(), "free", FunctionDescriptor.ofVoid(POINTER));

    static {
        redirectPrinting();
    }

    private LibBpfLibrary() {}

    static MethodHandle bind(String name, MemoryLayout result, MemoryLayout... arguments) {
        return Native.bindWithErrno(LIBRARY, name, function(result, arguments));
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
            MethodHandle setPrint =
                    Native.bind(LIBRARY, "libbpf_set_print", function(POINTER, POINTER));
            MemorySegment _ =
                    (MemorySegment)
                            setPrint.invokeExact(Native.callback(print, type, Arena.global()));
        } catch (Throwable e) {
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
            MemorySegment result = arena.allocate(POINTER_TO_POINTER);
            int length = (int) VASPRINTF.invokeExact(result, format, arguments);
            if (length >= 0) {
                MemorySegment text = result.get(ValueLayout.ADDRESS, 0);
                PRINTED.get().append(text.reinterpret(length + 1L).getString(0));
                FREE.invokeExact(text);
            }
            return Math.max(length, 0);
        } catch (Throwable e) {
            return 0; // an exception must not cross C frames; only a message is lost
        }
    }
}
