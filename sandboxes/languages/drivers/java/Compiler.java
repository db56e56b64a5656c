package codeeval;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * Compiles programs and never runs them. {@code Compiler out main.java ...} compiles one to the file
 * {@code out}; without arguments it serves: each line in is a dict of file name to text, each line
 * out a tuple of whether it compiled, the classes or the messages, and whether the process should
 * be replaced.
 */
public final class Compiler {
    private static final List<String> OPTIONS = Arrays.asList(
        "-proc:none", "-nowarn", "-Xlint:none", "-implicit:none", "-g:lines,source",
        "-XDstringConcat=inline"); // the bootstrap of other concatenations costs every program 10 ms
    private static final int MAX_MESSAGES = 5;
    private static final int MAX_COMPILATIONS = 500;
    private static final double FULL = 0.6;
    private static final long IDLE_MILLISECONDS = 300;

    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    private final StandardJavaFileManager platform =
        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
    private boolean isHurt;

    /** Compiles once, or serves until the channel ends. */
    public static void main(String[] arguments) throws Exception {
        Compiler compiler = new Compiler();
        compiler.platform.setLocation(StandardLocation.CLASS_PATH, packages());
        if (arguments.length == 0) {
            compiler.serve(new Channel());
        } else {
            System.exit(compiler.once(arguments));
        }
    }

    /** The jars that programs may use. */
    private static List<File> packages() {
        List<File> jars = new ArrayList<>();
        for (String path : System.getProperty("codeeval.packages", "").split(File.pathSeparator)) {
            if (!path.isEmpty()) {
                jars.add(new File(path));
            }
        }
        return jars;
    }

    private int once(String[] arguments) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        for (String name : Arrays.asList(arguments).subList(1, arguments.length)) {
            files.put(name, Files.readString(Path.of(name)));
        }
        Object result = compile(files);
        if (result instanceof String) {
            System.err.print(result);
            return 1;
        }
        Files.write(Path.of(arguments[0]), (byte[]) result);
        return 0;
    }

    private void serve(Channel channel) throws Exception {
        int count = 0;
        Resting resting = new Resting();
        resting.start();
        for (String line = channel.nextLine(); line != null; line = channel.nextLine()) {
            resting.busy();
            Map<String, String> files = new LinkedHashMap<>();
            for (Map.Entry<?, ?> file : ((Map<?, ?>) new Words(line).value()).entrySet()) {
                files.put((String) file.getKey(), (String) file.getValue());
            }
            Object result = compile(files);
            boolean isLast = ++count >= MAX_COMPILATIONS || isHurt || isFull();
            StringBuilder reply = new StringBuilder("t3 ");
            Words.Writer writer = new Words.Writer(reply);
            writer.write(result instanceof byte[], 1);
            reply.append(' ');
            writer.write(result, 1);
            reply.append(isLast ? " b1" : " b0");
            channel.send(reply);
            resting.idle();
        }
    }

    /** Gives memory back to the system when nobody has asked for a while. */
    private static final class Resting extends Thread {
        private boolean isIdle;

        Resting() {
            setDaemon(true);
        }

        synchronized void busy() {
            isIdle = false;
        }

        synchronized void idle() {
            isIdle = true;
            notifyAll();
        }

        @Override
        public synchronized void run() {
            try {
                while (true) {
                    while (!isIdle) {
                        wait();
                    }
                    wait(IDLE_MILLISECONDS); // for another request, which would end the idling
                    if (isIdle) {
                        isIdle = false;
                        System.gc();
                    }
                }
            } catch (InterruptedException error) {
                return;
            }
        }
    }

    private static boolean isFull() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory() > FULL * runtime.maxMemory();
    }

    /** The classes, or the messages as text. */
    private Object compile(Map<String, String> files) {
        DiagnosticCollector<JavaFileObject> messages = new DiagnosticCollector<>();
        try (Memory memory = new Memory(platform)) {
            List<JavaFileObject> sources = new ArrayList<>();
            for (Map.Entry<String, String> file : files.entrySet()) {
                sources.add(new Text(file.getKey(), file.getValue()));
            }
            boolean compiled =
                compiler.getTask(Writer.nullWriter(), memory, messages, OPTIONS, null, sources).call();
            return compiled ? memory.packed() : shown(messages);
        } catch (Throwable error) { // StackOverflowError and OutOfMemoryError, and what javac makes of them
            isHurt = true;
            Throwable cause = error.getCause() != null ? error.getCause() : error;
            return "main.java: compiler.err.resources: " + cause.getClass().getName() + "\n";
        }
    }

    private static String shown(DiagnosticCollector<JavaFileObject> messages) {
        StringBuilder shown = new StringBuilder();
        int count = 0;
        for (Diagnostic<? extends JavaFileObject> message : messages.getDiagnostics()) {
            if (message.getKind() == Diagnostic.Kind.ERROR && count++ < MAX_MESSAGES) {
                String name = message.getSource() == null ? "main.java" : message.getSource().getName();
                shown.append(name).append(':').append(message.getLineNumber()).append(": ");
                shown.append(message.getCode()).append(": ").append(isImport(message) ? "imported " : "");
                shown.append(message.getMessage(Locale.ROOT).replaceAll("\\s+", " ")).append('\n');
            }
        }
        return shown.toString();
    }

    private static boolean isImport(Diagnostic<? extends JavaFileObject> message) {
        return message.getCode().equals("compiler.err.doesnt.exist") && message.getSource() instanceof Text
            && ((Text) message.getSource()).line(message.getLineNumber()).startsWith("import ");
    }

    /** A source in memory; a public class need not be named as the file is. */
    private static final class Text extends SimpleJavaFileObject {
        private final String name, text;

        Text(String name, String text) throws URISyntaxException {
            super(new URI("memory", null, "/" + name, null), Kind.SOURCE);
            this.name = name;
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }

        String line(long number) {
            return text.lines().skip(Math.max(0, number - 1)).findFirst().orElse("").strip();
        }

        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return kind == Kind.SOURCE;
        }
    }

    /** Keeps the classes that are made. */
    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> classes = new LinkedHashMap<>();

        Memory(JavaFileManager platform) {
            super(platform);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            ByteArrayOutputStream image = new ByteArrayOutputStream();
            classes.put(className, image);
            return new SimpleJavaFileObject(URI.create("memory:///class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return image;
                }
            };
        }

        byte[] packed() throws IOException {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            DataOutputStream data = new DataOutputStream(packed);
            for (Map.Entry<String, ByteArrayOutputStream> one : classes.entrySet()) {
                data.writeUTF(one.getKey());
                data.writeInt(one.getValue().size());
                one.getValue().writeTo(data);
            }
            return packed.toByteArray();
        }

        @Override
        public void close() { // the platform's files stay open for the next program
        }
    }
}
