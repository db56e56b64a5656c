#include <algorithm>
#include <limits>
#include <vector>

using Row = std::vector<long long>;

// The least sum of one number from each row and column, by the Hungarian method.
static long long least_sum(const std::vector<Row>& square) {
    const int size = static_cast<int>(square.size());
    Row row_price(size, 0), column_price(size + 1, 0);
    std::vector<int> row_of(size + 1, -1);  // the last column stands for the row to be placed
    for (int row = 0; row < size; ++row) {
        row_of[size] = row;
        int column = size;
        Row slack(size, std::numeric_limits<long long>::max());
        std::vector<int> before(size, size);
        std::vector<bool> done(size + 1, false);
        while (row_of[column] >= 0) {
            done[column] = true;
            const int placed = row_of[column];
            int next = -1;
            for (int other = 0; other < size; ++other) {
                if (done[other]) continue;
                const long long left =
                    square[placed][other] - row_price[placed] - column_price[other];
                if (left < slack[other]) {
                    slack[other] = left;
                    before[other] = column;
                }
                if (next < 0 || slack[other] < slack[next]) next = other;
            }
            const long long step = slack[next];
            for (int other = 0; other <= size; ++other) {
                if (done[other]) {
                    row_price[row_of[other]] += step;
                    column_price[other] -= step;
                } else if (other < size) {
                    slack[other] -= step;
                }
            }
            column = next;
        }
        for (; column != size; column = before[column]) row_of[column] = row_of[before[column]];
    }
    long long sum = 0;
    for (int column = 0; column < size; ++column) sum += square[row_of[column]][column];
    return sum;
}

long long shift_assignment(const std::vector<std::vector<int>>& costs, long long fee,
                           long long penalty) {
    const std::size_t workers = costs.size(), shifts = costs[0].size();
    const std::size_t size = std::max(workers, shifts);
    // A square: workers and shifts that are missing stand for staying at home and for nobody. To give
    // a shift to a worker who cannot take it, or not cheaply, stands for both.
    const long long separate = fee + penalty;
    std::vector<Row> square(size, Row(size, penalty));
    for (std::size_t row = 0; row < workers; ++row) {
        for (std::size_t column = 0; column < size; ++column) {
            if (column >= shifts) square[row][column] = fee;
            else if (costs[row][column] < 0) square[row][column] = separate;
            else square[row][column] = std::min<long long>(costs[row][column], separate);
        }
    }
    return least_sum(square);
}
