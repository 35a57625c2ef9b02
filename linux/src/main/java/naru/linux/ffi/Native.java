package naru.linux.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.function.Supplier;

/** Calls C functions, and makes of what they say exceptions of Java. */
final class Native {

    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    static final ValueLayout POINTER = ValueLayout.ADDRESS;

    static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO = CALL_STATE.byteOffset(PathElement.groupElement("errno"));

    private Native() {}

    /** A C function pointer that calls {@code target} for as long as the arena lives. */
    static MemorySegment callback(MethodHandle target, FunctionDescriptor type, Arena arena) {
        return LINKER.upcallStub(target, type, arena);
    }

    static SymbolLookup standardLibrary() {
        return LINKER.defaultLookup();
    }

    /** A call that says by a negative number that errno tells what went wrong. */
    interface IntCall {
        int invoke(MemorySegment callState, Arena arena);
    }

    /** As {@link IntCall}, for functions that return a long. */
    interface LongCall {
        long invoke(MemorySegment callState, Arena arena);
    }

    /**
     * Makes a call with memory that lives as long as it does.
     *
     * @param name of the call and what it was called on, asked only when it failed
     * @throws NativeException if the result is negative
     */
    static int call(Supplier<String> name, IntCall body) {
        return (int) callLong(name, body::invoke);
    }

    static long callLong(Supplier<String> name, LongCall body) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = callState(arena);
            long result = body.invoke(state, arena);
            if (result < 0) {
                throw new NativeException(name.get(), errno(state), "");
            }
            return result;
        }
    }

    /** As {@link #callLong}, for functions that say by NULL or (void *) -1 that they failed. */
    static MemorySegment callPointer(Supplier<String> name, LongCall body) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = callState(arena);
            long result = body.invoke(state, arena);
            if (result == 0 || result == -1) {
                throw new NativeException(name.get(), errno(state), "");
            }
            return MemorySegment.ofAddress(result);
        }
    }

    static MemorySegment callState(Arena arena) {
        return arena.allocate(CALL_STATE);
    }

    static int errno(MemorySegment callState) {
        return callState.get(INT, ERRNO);
    }

    /** Memory as a call takes it; its arena has to stay open until the call returned. */
    static long pointer(MemorySegment memory) {
        if (!memory.isNative() || !memory.scope().isAlive()) {
            throw new IllegalArgumentException("not memory that C can reach: " + memory);
        }
        return memory.address();
    }

    /** A string as a call takes it. */
    static long string(Arena arena, String text) {
        return arena.allocateFrom(text).address();
    }

    /**
     * For the catch clause around invokeExact: a downcall throws only when its binding is wrong.
     */
    static AssertionError wrongBinding(Throwable cause) {
        return new AssertionError("native call failed in Java", cause);
    }

    static FunctionDescriptor function(MemoryLayout result, MemoryLayout... arguments) {
        return FunctionDescriptor.of(result, arguments);
    }

    static MemorySegment symbol(SymbolLookup library, String name) {
        return library.find(name)
                .orElseThrow(() -> new UnsatisfiedLinkError("no C function " + name));
    }
}
