package codeeval;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;

/** Lines in on descriptor 4, lines out on descriptor 3. */
final class Channel {
    private static final int OUT = 3, IN = 4;

    private final FileInputStream in;
    private final FileOutputStream out;
    private byte[] kept = new byte[1 << 16];
    private int start, end;

    Channel() throws ReflectiveOperationException {
        in = new FileInputStream(descriptor(IN));
        out = new FileOutputStream(descriptor(OUT));
    }

    /** There is no /dev/fd to open by name; a flag opens java.io for this. */
    private static FileDescriptor descriptor(int number) throws ReflectiveOperationException {
        FileDescriptor descriptor = new FileDescriptor();
        Field field = FileDescriptor.class.getDeclaredField("fd");
        field.setAccessible(true);
        field.setInt(descriptor, number);
        return descriptor;
    }

    /** The next line without its end; null at the end of the channel. */
    String nextLine() throws IOException {
        for (int seen = start;;) {
            for (; seen < end; seen++) {
                if (kept[seen] == '\n') {
                    String line = new String(kept, start, seen - start, StandardCharsets.ISO_8859_1);
                    start = seen + 1;
                    return line;
                }
            }
            seen -= makeRoom();
            int count = in.read(kept, end, kept.length - end);
            if (count <= 0) {
                return null;
            }
            end += count;
        }
    }

    /** Moves what is kept to the front, or doubles the room; gives how far it moved. */
    private int makeRoom() {
        int moved = start;
        byte[] room = end - start > kept.length / 2 ? new byte[2 * kept.length] : kept;
        System.arraycopy(kept, start, room, 0, end - start);
        kept = room;
        end -= start;
        start = 0;
        return moved;
    }

    /** Writes one line of ASCII at once. */
    void send(StringBuilder line) throws IOException {
        out.write(line.append('\n').toString().getBytes(StandardCharsets.ISO_8859_1));
    }
}
