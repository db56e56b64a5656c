package codeeval;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes a value that was read into what a parameter declares. */
final class Fit {
    private static final Class<?>[] COLLECTIONS = {
        ArrayList.class, LinkedHashSet.class, LinkedList.class, TreeSet.class,
        LinkedHashMap.class, TreeMap.class,
    };

    private Fit() {}

    /** @throws IllegalArgumentException if the value does not fit. */
    static Object to(Type type, Object value) throws ReflectiveOperationException {
        if (type instanceof TypeVariable) {
            return to(((TypeVariable<?>) type).getBounds()[0], value);
        }
        if (type instanceof WildcardType) {
            return to(((WildcardType) type).getUpperBounds()[0], value);
        }
        if (type instanceof GenericArrayType) {
            return array(((GenericArrayType) type).getGenericComponentType(), type, value);
        }
        Type[] of = {};
        Class<?> wanted;
        if (type instanceof ParameterizedType) {
            of = ((ParameterizedType) type).getActualTypeArguments();
            wanted = (Class<?>) ((ParameterizedType) type).getRawType();
        } else {
            wanted = (Class<?>) type;
        }
        if (wanted == Optional.class) {
            return Optional.ofNullable(to(part(of, 0), value));
        }
        if (value == null && !wanted.isPrimitive()) {
            return null;
        }
        Object found = wanted.isArray() ? array(wanted.getComponentType(), type, value)
            : value instanceof Map ? dict(wanted, of, (Map<?, ?>) value)
            : value instanceof Collection ? items(wanted, of, (Collection<?>) value)
            : atom(wanted, value);
        if (found == null) {
            throw misfit(type, value);
        }
        return found;
    }

    private static Type part(Type[] of, int number) {
        return number < of.length ? of[number] : Object.class;
    }

    /** The value as a number, text or truth value of that class; null if it is none. */
    private static Object atom(Class<?> wanted, Object value) {
        if (value instanceof Long || value instanceof BigInteger) {
            return integer(wanted, (Number) value);
        }
        if (value instanceof Double) {
            double number = (Double) value;
            if (wanted == float.class || wanted == Float.class) {
                return (float) number;
            }
            return wanted == double.class || wanted.isAssignableFrom(Double.class) ? value
                : wanted == BigDecimal.class ? new BigDecimal(number) : null;
        }
        if (value instanceof String && (wanted == char.class || wanted == Character.class)) {
            String text = (String) value;
            return text.length() == 1 ? (Object) text.charAt(0) : null;
        }
        if (value instanceof String && wanted == StringBuilder.class) {
            return new StringBuilder((String) value);
        }
        return wanted == boolean.class && value instanceof Boolean || wanted.isInstance(value) ? value : null;
    }

    private static Object integer(Class<?> wanted, Number value) {
        BigInteger whole = value instanceof Long ? BigInteger.valueOf((Long) value) : (BigInteger) value;
        if (wanted == double.class || wanted == Double.class) {
            return value.doubleValue();
        }
        if (wanted == float.class || wanted == Float.class) {
            return value.floatValue();
        }
        if (wanted == BigDecimal.class) {
            return new BigDecimal(whole);
        }
        int bits = whole.bitLength();
        if ((wanted == int.class || wanted.isAssignableFrom(Integer.class)) && bits < 32) {
            return value.intValue();
        }
        if ((wanted == long.class || wanted.isAssignableFrom(Long.class)) && bits < 64) {
            return value.longValue();
        }
        if ((wanted == short.class || wanted == Short.class) && bits < 16) {
            return value.shortValue();
        }
        if ((wanted == byte.class || wanted == Byte.class) && bits < 8) {
            return value.byteValue();
        }
        return wanted.isAssignableFrom(BigInteger.class) ? whole : null;
    }

    private static Object array(Type of, Type type, Object value) throws ReflectiveOperationException {
        if (value == null || of == byte.class && value instanceof byte[]) {
            return value;
        }
        if (!(value instanceof Collection)) {
            throw misfit(type, value);
        }
        Collection<?> items = (Collection<?>) value;
        Object array = Array.newInstance(raw(of), items.size());
        int number = 0;
        for (Object item : items) {
            Array.set(array, number++, to(of, item));
        }
        return array;
    }

    private static Class<?> raw(Type type) {
        if (type instanceof ParameterizedType) {
            return (Class<?>) ((ParameterizedType) type).getRawType();
        }
        if (type instanceof GenericArrayType) {
            return Array.newInstance(raw(((GenericArrayType) type).getGenericComponentType()), 0).getClass();
        }
        return type instanceof TypeVariable ? raw(((TypeVariable<?>) type).getBounds()[0]) : (Class<?>) type;
    }

    @SuppressWarnings("unchecked")
    private static Object items(Class<?> wanted, Type[] of, Collection<?> value)
            throws ReflectiveOperationException {
        if (wanted.isRecord()) {
            return record(wanted, (List<?>) value);
        }
        if (wanted == Map.Entry.class && value.size() == 2) {
            Object[] pair = value.toArray();
            return new AbstractMap.SimpleEntry<>(to(part(of, 0), pair[0]), to(part(of, 1), pair[1]));
        }
        Class<?> like = wanted.isInstance(value) ? value.getClass() : wanted;
        Object made = instance(like);
        if (!(made instanceof Collection)) {
            return null;
        }
        for (Object item : value) {
            ((Collection<Object>) made).add(to(part(of, 0), item));
        }
        return made;
    }

    @SuppressWarnings("unchecked")
    private static Object dict(Class<?> wanted, Type[] of, Map<?, ?> value)
            throws ReflectiveOperationException {
        Object made = instance(wanted.isInstance(value) ? value.getClass() : wanted);
        if (!(made instanceof Map)) {
            return null;
        }
        for (Map.Entry<?, ?> pair : value.entrySet()) {
            Object key = to(part(of, 0), pair.getKey());
            ((Map<Object, Object>) made).put(key, to(part(of, 1), pair.getValue()));
        }
        return made;
    }

    /** An empty collection of that class or of one that is it; null if there is none. */
    private static Object instance(Class<?> wanted) throws ReflectiveOperationException {
        for (Class<?> candidate : COLLECTIONS) {
            if (wanted.isAssignableFrom(candidate)) {
                return candidate.getConstructor().newInstance();
            }
        }
        boolean isCollection = Collection.class.isAssignableFrom(wanted)
            || Map.class.isAssignableFrom(wanted);
        return isCollection && !wanted.isInterface() ? wanted.getConstructor().newInstance() : null;
    }

    private static Object record(Class<?> wanted, List<?> value) throws ReflectiveOperationException {
        RecordComponent[] components = wanted.getRecordComponents();
        if (components.length != value.size()) {
            return null;
        }
        Class<?>[] types = new Class<?>[components.length];
        Object[] parts = new Object[components.length];
        for (int i = 0; i < parts.length; i++) {
            types[i] = components[i].getType();
            parts[i] = to(components[i].getGenericType(), value.get(i));
        }
        Constructor<?> constructor = wanted.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(parts);
    }

    private static IllegalArgumentException misfit(Type type, Object value) {
        String shown = String.valueOf(value);
        shown = shown.length() > 60 ? shown.substring(0, 60) + "..." : shown;
        return new IllegalArgumentException("argument " + shown + " does not fit " + type.getTypeName());
    }
}
