package org.aloft.agent.kernel.process;

import java.nio.charset.StandardCharsets;
import java.util.List;
import jnr.ffi.Pointer;
import org.aloft.agent.kernel.NativeBuffer;

/**
 * {@code char *[]}, ended by a null pointer. Must stay reachable until the call that takes it has returned. Immutable.
 */
final class NativeStrings {
    private final NativeBuffer table;
    private final NativeBuffer text;

    /** Each without the zero at its end. */
    NativeStrings(List<byte[]> strings) {
        text = NativeBuffer.allocate(
                strings.stream().mapToInt(bytes -> bytes.length + 1).sum() + 1);
        table = NativeBuffer.allocate((strings.size() + 1) * Long.BYTES);
        int offset = 0;
        for (int index = 0; index < strings.size(); index++) {
            table.bytes().putLong(index * Long.BYTES, text.pointer().address() + offset);
            text.bytes().put(offset, strings.get(index));
            offset += strings.get(index).length + 1;
        }
    }

    static NativeStrings of(List<String> strings) {
        return new NativeStrings(strings.stream()
                .map(string -> string.getBytes(StandardCharsets.UTF_8))
                .toList());
    }

    Pointer pointer() {
        return table.pointer();
    }
}
