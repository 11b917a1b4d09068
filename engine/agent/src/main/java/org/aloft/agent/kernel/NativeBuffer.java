package org.aloft.agent.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import jnr.ffi.Pointer;

/**
 * Memory outside the heap that a system call may read or write, in the machine's byte order. Keep it in a field for as
 * long as the kernel may see it: the memory goes when the garbage collector finds this object.
 */
public final class NativeBuffer {
    private final ByteBuffer bytes;
    private final Pointer pointer;

    private NativeBuffer(ByteBuffer bytes) {
        this.bytes = bytes;
        this.pointer = Pointer.wrap(SystemCalls.RUNTIME, bytes);
    }

    /** Zeros. */
    public static NativeBuffer allocate(int size) {
        return new NativeBuffer(ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder()));
    }

    /** One {@code int}. */
    public static NativeBuffer ofInt(int value) {
        NativeBuffer buffer = allocate(Integer.BYTES);
        buffer.bytes.putInt(0, value);
        return buffer;
    }

    /** A copy of some bytes. */
    public static NativeBuffer of(byte[] content) {
        NativeBuffer buffer = allocate(content.length);
        buffer.bytes.put(0, content);
        return buffer;
    }

    /** A text with a zero at its end, as C has it. */
    public static NativeBuffer ofText(String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        return of(Arrays.copyOf(content, content.length + 1));
    }

    /** The memory; addressed by absolute offsets, so its position and limit stay as they are. */
    public ByteBuffer bytes() {
        return bytes;
    }

    /** The same memory, as an argument. */
    public Pointer pointer() {
        return pointer;
    }

    /** In bytes. */
    public int size() {
        return bytes.capacity();
    }
}
