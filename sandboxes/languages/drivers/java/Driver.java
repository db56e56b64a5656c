package codeeval;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs a compiled program, or answers calls: {@code Driver classes [function ...]}. */
public final class Driver {
    private static final String PROGRAM = "main.java";
    private static final int MAX_ERROR = 300;

    private final Map<String, List<Method>> methods = new HashMap<>();
    private final Map<Class<?>, Object> instances = new HashMap<>();
    private final String[] functions;
    private final Channel channel;

    private Driver(String[] functions) throws ReflectiveOperationException {
        this.functions = functions;
        channel = new Channel();
    }

    /** Ends the process when all is done; a script ends as its own main does. */
    public static void main(String[] arguments) throws Throwable {
        Loader loader = new Loader(arguments[0]);
        Thread.currentThread().setContextClassLoader(loader);
        if (arguments.length == 1) {
            script(loader);
            return;
        }
        String[] functions = new String[arguments.length - 1];
        System.arraycopy(arguments, 1, functions, 0, functions.length);
        int code = new Driver(functions).run(loader);
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(code);
    }

    private static void script(Loader loader) throws Throwable {
        for (Class<?> one : loader.classes()) {
            for (Method method : one.getDeclaredMethods()) {
                if (isMain(method)) {
                    method.setAccessible(true);
                    try {
                        method.invoke(null, (Object) new String[0]);
                    } catch (InvocationTargetException error) {
                        throw error.getCause();
                    }
                    return;
                }
            }
        }
        throw new NoSuchMethodException("the program has no static void main(String[])");
    }

    private static boolean isMain(Method method) {
        Class<?>[] types = method.getParameterTypes();
        return method.getName().equals("main") && Modifier.isStatic(method.getModifiers())
            && method.getReturnType() == void.class && types.length == 1 && types[0] == String[].class;
    }

    // ---- calls

    private int run(Loader loader) throws IOException {
        report("{\"compiled\": true}");
        try {
            load(loader);
        } catch (Throwable error) {
            Throwable cause = cause(error);
            report("{\"failed\": " + described(cause, "load") + "}");
            cause.printStackTrace();
            return 1;
        }
        report("{\"loaded\": true}");
        for (String line = channel.nextLine(); line != null; line = channel.nextLine()) {
            answer(line);
        }
        return 0;
    }

    private void load(Loader loader) throws Throwable {
        List<Class<?>> classes = loader.classes();
        for (String function : functions) {
            List<Method> found = new ArrayList<>();
            for (int i = 0; i < classes.size() && found.isEmpty(); i++) {
                for (Method method : classes.get(i).getDeclaredMethods()) {
                    if (method.getName().equals(function) && !method.isBridge()) {
                        found.add(method);
                    }
                }
            }
            for (Method method : found) {
                prepare(method);
            }
            methods.put(function, found);
        }
    }

    /** Runs initialisers and constructors, which may fail, before the first call. */
    private void prepare(Method method) throws Throwable {
        Class<?> owner = method.getDeclaringClass();
        method.setAccessible(true);
        if (Modifier.isStatic(method.getModifiers())) {
            Class.forName(owner.getName(), true, owner.getClassLoader());
        } else if (!instances.containsKey(owner)) {
            Constructor<?> constructor = owner.getDeclaredConstructor();
            constructor.setAccessible(true);
            instances.put(owner, constructor.newInstance());
        }
    }

    private void answer(String line) throws IOException {
        StringBuilder record = new StringBuilder("{\"wire\": \"");
        try {
            Object value = call(new Words(line));
            new Words.Writer(record).write(value, 0);
            record.append("\"}");
        } catch (Throwable error) {
            record = new StringBuilder("{\"raised\": ");
            record.append(described(cause(error), "call")).append('}');
        }
        channel.send(record);
    }

    private Object call(Words words) throws ReflectiveOperationException {
        String function = functions[words.number()];
        Object[] given = new Object[words.number()];
        for (int i = 0; i < given.length; i++) {
            given[i] = words.value();
        }
        IllegalArgumentException misfit = null;
        for (Method method : methods.get(function)) {
            if (method.getParameterCount() != given.length) {
                continue;
            }
            Object[] arguments;
            try {
                arguments = fitted(method.getGenericParameterTypes(), given);
            } catch (IllegalArgumentException error) { // an overload may fit better
                misfit = error;
                continue;
            }
            return method.invoke(instances.get(method.getDeclaringClass()), arguments);
        }
        if (misfit != null) {
            throw misfit;
        }
        String missing = "the program has no method " + function + " with " + given.length + " parameters";
        throw new NoSuchMethodException(missing);
    }

    private static Object[] fitted(Type[] types, Object[] given) throws ReflectiveOperationException {
        Object[] arguments = new Object[given.length];
        for (int i = 0; i < given.length; i++) {
            arguments[i] = Fit.to(types[i], given[i]);
        }
        return arguments;
    }

    // ---- records

    private void report(String record) throws IOException {
        channel.send(new StringBuilder(record));
    }

    private static Throwable cause(Throwable error) {
        boolean wraps = error instanceof InvocationTargetException
            || error instanceof ExceptionInInitializerError;
        return wraps && error.getCause() != null ? cause(error.getCause()) : error;
    }

    private static String described(Throwable error, String stage) {
        String name = error.getClass().getName(), text = name;
        Integer line = null;
        try {
            String message = error.getMessage();
            text = message == null ? name : name + ": " + message;
            line = line(error.getStackTrace());
        } catch (Throwable ignored) { // the program's own getMessage
        }
        String kind = error instanceof OutOfMemoryError ? "MemoryError" : name;
        return "{\"stage\": \"" + stage + "\", \"kind\": " + quoted(kind) + ", \"text\": "
            + quoted(text.substring(0, Math.min(text.length(), MAX_ERROR))) + ", \"line\": " + line + "}";
    }

    private static Integer line(StackTraceElement[] trace) {
        for (StackTraceElement frame : trace) {
            if (PROGRAM.equals(frame.getFileName())) {
                return frame.getLineNumber();
            }
        }
        return null;
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char one = text.charAt(i);
            if (one < ' ' || one > '~' || one == '"' || one == '\\') {
                String digits = Integer.toHexString(one);
                quoted.append("\\u").append("0000", digits.length(), 4).append(digits);
            } else {
                quoted.append(one);
            }
        }
        return quoted.append('"').toString();
    }
}
