package codeeval;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Plain data as words, as README.md says. */
final class Words {
    private static final int MAX_DEPTH = 100, MAX_ITEMS = 1_000_000;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final String line;
    private int at;

    Words(String line) {
        this.line = line;
    }

    // ---- reading

    /** The next word as a number. */
    int number() {
        return Integer.parseInt(word());
    }

    /**
     * The next value: null, Boolean, Long, BigInteger, Double, String, byte[], List, Set or Map.
     * A tuple is a List.
     */
    Object value() {
        String word = word(), body = word.substring(1);
        switch (word.charAt(0)) {
            case 'n': return null;
            case 'b': return body.equals("1");
            case 'i': return integer(body);
            case 'f': return Double.longBitsToDouble(Long.parseUnsignedLong(body, 16));
            case 's': return text(bytes(body));
            case 'y': return bytes(body);
            case 'e': return new LinkedHashSet<>(items(Integer.parseInt(body)));
            case 'd': return dict(Integer.parseInt(body));
            default: return items(Integer.parseInt(body));
        }
    }

    private String word() {
        int space = line.indexOf(' ', at);
        int end = space < 0 ? line.length() : space;
        String found = line.substring(at, end);
        at = end + 1;
        return found;
    }

    private List<Object> items(int count) {
        List<Object> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(value());
        }
        return items;
    }

    private Map<Object, Object> dict(int count) {
        Map<Object, Object> dict = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            Object key = value();
            dict.put(key, value());
        }
        return dict;
    }

    private static Object integer(String digits) {
        BigInteger number = new BigInteger(digits);
        return number.bitLength() < 64 ? (Object) number.longValue() : number;
    }

    private static byte[] bytes(String hex) {
        byte[] bytes = new byte[hex.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            int high = Character.digit(hex.charAt(2 * i), 16);
            bytes[i] = (byte) (high << 4 | Character.digit(hex.charAt(2 * i + 1), 16));
        }
        return bytes;
    }

    /** By hand, since a lone surrogate is three bytes of its own. */
    private static String text(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        for (int i = 0; i < bytes.length;) {
            int first = bytes[i++] & 0xff;
            int code = first < 0x80 ? first
                : first < 0xe0 ? first & 31 : first < 0xf0 ? first & 15 : first & 7;
            while (i < bytes.length && (bytes[i] & 0xc0) == 0x80) {
                code = code << 6 | bytes[i++] & 63;
            }
            text.appendCodePoint(code);
        }
        return text.toString();
    }

    // ---- writing

    /** Writes answers; counts items, so that a list that holds itself many times ends, too. */
    static final class Writer {
        private final StringBuilder out;
        private int left = MAX_ITEMS;

        Writer(StringBuilder out) {
            this.out = out;
        }

        void write(Object value, int depth) throws ReflectiveOperationException {
            if (depth > MAX_DEPTH) {
                throw notData("nested deeper than " + MAX_DEPTH + ", or a part of itself");
            }
            if (--left < 0) {
                throw notData("more than " + MAX_ITEMS + " items");
            }
            if (value == null) {
                out.append('n');
            } else if (value instanceof Boolean) {
                out.append((Boolean) value ? "b1" : "b0");
            } else if (value instanceof CharSequence || value instanceof Character) {
                out.append('s');
                hex(value.toString());
            } else if (value instanceof Number) {
                number((Number) value);
            } else {
                compound(value, depth + 1);
            }
        }

        private void number(Number value) {
            if (value instanceof Double || value instanceof Float || value instanceof BigDecimal) {
                String digits = Long.toHexString(Double.doubleToLongBits(value.doubleValue()));
                out.append('f').append("0".repeat(16 - digits.length())).append(digits);
            } else if (value instanceof Long || value instanceof Integer || value instanceof Short
                    || value instanceof Byte || value instanceof BigInteger) {
                out.append('i').append(value);
            } else {
                throw notData("a " + value.getClass().getName());
            }
        }

        private void compound(Object value, int depth) throws ReflectiveOperationException {
            if (value instanceof byte[]) {
                out.append('y');
                for (byte one : (byte[]) value) {
                    hexByte(one);
                }
            } else if (value.getClass().isArray()) {
                int count = Array.getLength(value);
                out.append('l').append(count);
                for (int i = 0; i < count; i++) {
                    item(Array.get(value, i), depth);
                }
            } else if (value instanceof Collection) {
                Object[] items = ((Collection<?>) value).toArray();
                items(value instanceof Set ? 'e' : 'l', items, depth);
            } else if (value instanceof Map) {
                dict((Map<?, ?>) value, depth);
            } else if (value instanceof Map.Entry) {
                Map.Entry<?, ?> entry = (Map.Entry<?, ?>) value;
                items('t', new Object[] {entry.getKey(), entry.getValue()}, depth);
            } else if (value instanceof Optional) {
                write(((Optional<?>) value).orElse(null), depth);
            } else if (value instanceof Record) {
                items('t', parts(value), depth);
            } else {
                throw notData("a " + value.getClass().getName());
            }
        }

        private void items(char letter, Object[] items, int depth) throws ReflectiveOperationException {
            out.append(letter).append(items.length);
            for (Object item : items) {
                item(item, depth);
            }
        }

        private void dict(Map<?, ?> dict, int depth) throws ReflectiveOperationException {
            Object[] pairs = dict.entrySet().toArray();
            out.append('d').append(pairs.length);
            for (Object pair : pairs) {
                item(((Map.Entry<?, ?>) pair).getKey(), depth);
                item(((Map.Entry<?, ?>) pair).getValue(), depth);
            }
        }

        private void item(Object value, int depth) throws ReflectiveOperationException {
            out.append(' ');
            write(value, depth);
        }

        private static Object[] parts(Object record) throws ReflectiveOperationException {
            RecordComponent[] components = record.getClass().getRecordComponents();
            Object[] parts = new Object[components.length];
            for (int i = 0; i < parts.length; i++) {
                Method get = components[i].getAccessor();
                get.setAccessible(true);
                parts[i] = get.invoke(record);
            }
            return parts;
        }

        /** UTF-8; a lone surrogate becomes its own three bytes. */
        private void hex(String text) {
            for (int i = 0; i < text.length();) {
                int code = text.codePointAt(i);
                i += Character.charCount(code);
                if (code < 0x80) {
                    hexByte(code);
                    continue;
                }
                int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
                hexByte(0xff00 >> more + 1 | code >> 6 * more);
                while (more-- > 0) {
                    hexByte(0x80 | code >> 6 * more & 63);
                }
            }
        }

        private void hexByte(int one) {
            out.append(HEX[one >> 4 & 15]).append(HEX[one & 15]);
        }

        private static IllegalArgumentException notData(String what) {
            return new IllegalArgumentException("the answer is not plain data: " + what);
        }
    }
}
