package naru.linux.ffi;

import static naru.linux.ffi.Native.LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * A C function with at most seven arguments, all of them integers or pointers.
 *
 * <p>All are called in one shape: seven longs. The calling conventions of x86-64 and AArch64 pass
 * integers and pointers alike, leave the upper bits of an int undefined, and a function does not
 * look at arguments that it does not have. A shape of its own for each function is what takes time
 * at the start: the JVM makes some ten classes for a shape.
 */
final class NativeFunction {

    private static final int MOST_ARGUMENTS = 7;
    private static final MethodHandle CALL =
            Native.LINKER.downcallHandle(
                    FunctionDescriptor.of(LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG),
                    Linker.Option.captureCallState("errno"));

    private final MemorySegment function;

    /**
     * @throws UnsatisfiedLinkError if the library has no such function
     */
    NativeFunction(SymbolLookup library, String name) {
        this.function = Native.symbol(library, name);
    }

    /** Calls a function that returns an int. */
    int call(MemorySegment callState, long... arguments) {
        return (int) callLong(callState, arguments);
    }

    /**
     * Calls a function that returns a long or a pointer; of one that returns nothing, anything.
     *
     * @param callState where errno is left
     * @param arguments integers, and of memory what {@link Native#pointer} says
     */
    long callLong(MemorySegment callState, long... arguments) {
        if (arguments.length > MOST_ARGUMENTS) {
            throw new IllegalArgumentException(arguments.length + " arguments");
        }
        try {
            return (long)
                    CALL.invokeExact(
                            function,
                            callState,
                            argument(arguments, 0),
                            argument(arguments, 1),
                            argument(arguments, 2),
                            argument(arguments, 3),
                            argument(arguments, 4),
                            argument(arguments, 5),
                            argument(arguments, 6));
        } catch (Throwable e) {
            throw Native.wrongBinding(e);
        }
    }

    private static long argument(long[] arguments, int index) {
        return index < arguments.length ? arguments[index] : 0;
    }
}
