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
import java.lang.invoke.VarHandle;
import java.util.function.Supplier;

/**
 * Binds C functions. Handles that capture errno take the segment for it as their first argument.
 */
final class Native {

    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    static final ValueLayout POINTER = ValueLayout.ADDRESS;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            CALL_STATE.varHandle(PathElement.groupElement("errno")).withInvokeExactBehavior();

    private Native() {}

    /** A function that is called without looking at errno. */
    static MethodHandle bind(SymbolLookup library, String name, FunctionDescriptor type) {
        return LINKER.downcallHandle(symbol(library, name), type);
    }

    /** A function without result, which cannot fail. */
    static MethodHandle bindVoid(SymbolLookup library, String name, MemoryLayout... arguments) {
        return bind(library, name, FunctionDescriptor.ofVoid(arguments));
    }

    /** A function that leaves errno in its first argument, as {@link #call} gives it. */
    static MethodHandle bindWithErrno(SymbolLookup library, String name, FunctionDescriptor type) {
        return LINKER.downcallHandle(
                symbol(library, name), type, Linker.Option.captureCallState("errno"));
    }

    /**
     * As {@link #bindWithErrno}, for a function whose arguments from {@code firstVariadic} on are
     * "...".
     */
    static MethodHandle bindVariadic(
            SymbolLookup library, String name, FunctionDescriptor type, int firstVariadic) {
        return LINKER.downcallHandle(
                symbol(library, name),
                type,
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(firstVariadic));
    }

    /** A C function pointer that calls {@code target} for as long as the arena lives. */
    static MemorySegment callback(MethodHandle target, FunctionDescriptor type, Arena arena) {
        return LINKER.upcallStub(target, type, arena);
    }

    static SymbolLookup standardLibrary() {
        return LINKER.defaultLookup();
    }

    /** A call that says by a negative number that errno tells what went wrong. */
    interface IntCall {
        int invoke(MemorySegment callState, Arena arena) throws Throwable;
    }

    /** As {@link IntCall}, for functions that return a long. */
    interface LongCall {
        long invoke(MemorySegment callState, Arena arena) throws Throwable;
    }

    /** A call that says by NULL or (void *) -1 that errno tells what went wrong. */
    interface PointerCall {
        MemorySegment invoke(MemorySegment callState, Arena arena) throws Throwable;
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
        } catch (NativeException e) {
            throw e;
        } catch (Throwable e) {
            throw wrongBinding(e);
        }
    }

    static MemorySegment callPointer(Supplier<String> name, PointerCall body) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = callState(arena);
            MemorySegment result = body.invoke(state, arena);
            if (result.address() == 0 || result.address() == -1) {
                throw new NativeException(name.get(), errno(state), "");
            }
            return result;
        } catch (NativeException e) {
            throw e;
        } catch (Throwable e) {
            throw wrongBinding(e);
        }
    }

    static MemorySegment callState(Arena arena) {
        return arena.allocate(CALL_STATE);
    }

    static int errno(MemorySegment callState) {
        return (int) ERRNO.get(callState, 0L);
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

    private static MemorySegment symbol(SymbolLookup library, String name) {
        return library.find(name)
                .orElseThrow(() -> new UnsatisfiedLinkError("no C function " + name));
    }
}
