package codeeval;

import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The program's classes, from the one file that the compiler wrote. */
final class Loader extends ClassLoader {
    private static final List<String> FIRST = Arrays.asList("Solution", "Main", "main");

    private final Map<String, byte[]> images = new HashMap<>();

    Loader(String file) throws IOException {
        super(Loader.class.getClassLoader());
        byte[] content;
        try (FileInputStream stream = new FileInputStream(file)) {
            content = stream.readAllBytes();
        }
        DataInputStream data = new DataInputStream(new ByteArrayInputStream(content));
        while (data.available() > 0) {
            String name = data.readUTF();
            byte[] image = new byte[data.readInt()];
            data.readFully(image);
            images.put(name, image);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] image = images.remove(name);
        if (image == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, image, 0, image.length);
    }

    /** All classes, not yet initialised: Solution and Main first, nested ones last. */
    List<Class<?>> classes() throws ClassNotFoundException {
        List<String> names = new ArrayList<>(images.keySet());
        names.sort(Comparator.<String>comparingInt(Loader::rank).thenComparing(Comparator.naturalOrder()));
        List<Class<?>> classes = new ArrayList<>();
        for (String name : names) {
            classes.add(loadClass(name));
        }
        return classes;
    }

    private static int rank(String name) {
        int place = FIRST.indexOf(name.substring(name.lastIndexOf('.') + 1));
        return place >= 0 ? place : name.indexOf('$') < 0 ? FIRST.size() : FIRST.size() + 1;
    }
}
