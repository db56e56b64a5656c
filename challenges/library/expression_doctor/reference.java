import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;

class Solution {
    static long[] expression_doctor(String text) {
        Calculator calculator = new Calculator(text);
        try {
            long value = calculator.whole();
            return calculator.mistake != null ? calculator.mistake : new long[] {0, value};
        } catch (ReadingError error) {
            return new long[] {error.code, error.place};
        }
    }
}

class ReadingError extends RuntimeException {
    final int code;
    final int place;

    ReadingError(int code, int place) {
        this.code = code;
        this.place = place;
    }
}

/** Reads and works out at once; a mistake of working out is kept until all is read. */
class Calculator {
    private static final BigInteger LIMIT = BigInteger.valueOf(9_000_000_000_000_000L);

    long[] mistake;
    private final String text;
    private int at = 0;

    Calculator(String text) {
        this.text = text;
    }

    long whole() {
        long value = sum();
        if (next() != '\0') throw refusal();
        return value;
    }

    /** The next character that is no space; zero at the end. */
    private char next() {
        while (at < text.length() && text.charAt(at) == ' ') at++;
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private ReadingError refusal() {
        return new ReadingError(1, at + 1);
    }

    private void take(char letter) {
        if (next() != letter) throw refusal();
        at++;
    }

    private long sum() {
        long value = product();
        for (char sign = next(); sign == '+' || sign == '-'; sign = next()) {
            int place = ++at;
            long other = product();
            long total = sign == '+' ? value + other : value - other;
            value = checked(BigInteger.valueOf(total), place);
        }
        return value;
    }

    private long product() {
        long value = signed();
        for (char sign = next(); sign == '*' || sign == '/' || sign == '%'; sign = next()) {
            int place = ++at;
            long other = signed();
            if (sign == '*') {
                value = checked(BigInteger.valueOf(value).multiply(BigInteger.valueOf(other)), place);
            } else if (other == 0) {
                value = fail(4, place);
            } else {
                value = sign == '/' ? Math.floorDiv(value, other) : Math.floorMod(value, other);
            }
        }
        return value;
    }

    private long signed() {
        if (next() != '-') return power();
        at++;
        return -signed();
    }

    private long power() {
        long base = single();
        if (next() != '^') return base;
        int place = ++at;
        long exponent = signed();
        if (exponent < 0) return fail(4, place);
        // Sixty factors, or one more, are enough: for 0, 1 and -1 or to be beyond the limit.
        int factors = (int) (exponent > 60 ? 60 + exponent % 2 : exponent);
        return checked(BigInteger.valueOf(base).pow(factors), place);
    }

    private long single() {
        char letter = next();
        int start = at;
        if (letter == '(') {
            at++;
            long value = sum();
            take(')');
            return value;
        }
        String digits = run(each -> '0' <= each && each <= '9');
        if (!digits.isEmpty()) return checked(new BigInteger(digits), start + 1);
        String name = run(each -> 'a' <= each && each <= 'z');
        if (name.isEmpty()) throw refusal();
        if (!List.of("abs", "gcd", "min", "max").contains(name)) throw new ReadingError(2, start + 1);
        return call(name, start + 1);
    }

    private String run(IntPredicate belongs) {
        int start = at;
        while (at < text.length() && belongs.test(text.charAt(at))) at++;
        return text.substring(start, at);
    }

    private long call(String name, int place) {
        take('(');
        List<Long> values = new ArrayList<>(List.of(sum()));
        while (next() == ',') {
            at++;
            values.add(sum());
        }
        take(')');
        int count = values.size();
        boolean isWrong = name.equals("abs") && count != 1 || name.equals("gcd") && count != 2;
        if (isWrong) throw new ReadingError(3, place);
        return switch (name) {
            case "abs" -> Math.abs(values.get(0));
            case "gcd" ->
                BigInteger.valueOf(values.get(0)).gcd(BigInteger.valueOf(values.get(1))).longValue();
            case "min" -> Collections.min(values);
            default -> Collections.max(values);
        };
    }

    private long checked(BigInteger value, int place) {
        return value.abs().compareTo(LIMIT) <= 0 ? value.longValue() : fail(5, place);
    }

    /** Notes the first mistake, and goes on with any number. */
    private long fail(int code, int place) {
        if (mistake == null) mistake = new long[] {code, place};
        return 1;
    }
}
