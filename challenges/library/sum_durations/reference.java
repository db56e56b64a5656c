class Solution {
    static long sum_durations(String text) {
        long total = 0;
        long number = 0;
        for (char letter : text.toCharArray()) {
            if (Character.isDigit(letter)) {
                number = number * 10 + (letter - '0');
                continue;
            }
            total += number * switch (letter) {
                case 'd' -> 86_400;
                case 'h' -> 3_600;
                case 'm' -> 60;
                default -> 1;
            };
            number = 0;
        }
        return total;
    }
}
