// The part of the C++ driver that is the same for every program: words, records and main.
#include "cpp.hpp"

#include <cxxabi.h>
#include <unistd.h>

namespace codeeval_driver {
namespace {

constexpr int kRecords = 3;
constexpr int kCalls = 4;
constexpr std::size_t kMaxText = 1000;

int digit_value(char letter) { return letter <= '9' ? letter - '0' : letter - 'a' + 10; }

std::size_t decimal(std::string_view digits) {
  std::size_t value = 0;
  for (const char each : digits) value = value * 10 + static_cast<std::size_t>(digit_value(each));
  return value;
}

void put_hexadecimal(std::string& out, unsigned char byte) {
  out += "0123456789abcdef"[byte >> 4];
  out += "0123456789abcdef"[byte & 15];
}

void record(std::string line) {
  line += '\n';
  std::string_view left = line;
  while (!left.empty()) {
    const ssize_t written = ::write(kRecords, left.data(), left.size());
    if (written > 0) left.remove_prefix(static_cast<std::size_t>(written));
    if (written <= 0 && errno != EINTR) _exit(1);
  }
}

// A JSON string. What a program says of itself may be no UTF-8, so it is shown as ASCII.
std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (const char letter : text.substr(0, kMaxText)) {
    if (letter == '"' || letter == '\\') out += '\\';
    const auto byte = static_cast<unsigned char>(letter);
    out += byte < ' ' ? ' ' : byte < 0x7f ? letter : '?';
  }
  return out + '"';
}

void raised(std::string_view kind, const std::string& text) {
  const std::string whole = std::string(kind) + ": " + text;
  record("{\"raised\":{\"kind\":" + json_text(kind) + ",\"text\":" + json_text(whole) + ",\"line\":null}}");
}

std::string type_name(const std::type_info& type) {
  int status = 0;
  char* name = abi::__cxa_demangle(type.name(), nullptr, nullptr, &status);
  std::string text = status == 0 ? name : type.name();
  std::free(name);
  if (text.rfind("std::__cxx11::basic_string<char", 0) == 0) return "std::string";
  return text;
}

void answer(Words& in) {
  std::string out = "{\"wire\":\"";
  const std::size_t start = out.size();
  try {
    const Caller& caller = callers[in.plain()];
    caller.call(caller, in, in.plain(), out);
    out.erase(start, 1);  // every word begins with a space
    record(out + "\"}");
  } catch (const Mismatch& mismatch) {
    raised("TypeError", mismatch.text);
  } catch (const std::bad_alloc& error) {
    raised("MemoryError", error.what());
  } catch (const std::exception& error) {
    raised(type_name(typeid(error)), error.what());
  } catch (const std::string& text) {
    raised("std::string", text);
  } catch (const char* text) {
    raised("const char*", text);
  } catch (int number) {
    raised("int", std::to_string(number));
  } catch (...) {
    raised(type_name(*abi::__cxa_current_exception_type()), "thrown");
  }
}

}  // namespace

std::string_view Words::word() {
  const std::size_t end = std::min(line_.find(' '), line_.size());
  const std::string_view found = line_.substr(0, end);
  line_.remove_prefix(std::min(end + 1, line_.size()));
  return found;
}

std::string_view Words::body(char letter, const char* wanted) {
  const std::string_view found = word();
  if (found.empty() || found[0] != letter) {
    throw Mismatch{"it takes " + std::string(wanted) + ", not what is given"};
  }
  return found.substr(1);
}

std::size_t Words::plain() { return decimal(word()); }

std::size_t Words::count(const char* letters, const char* wanted) {
  const char* letter = line_.empty() ? nullptr : std::strchr(letters, line_[0]);
  return decimal(body(letter == nullptr ? *letters : *letter, wanted));
}

bool Words::skip_null() { return !line_.empty() && line_[0] == 'n' && !word().empty(); }

char Words::kind() const { return line_.empty() ? '\0' : line_[0]; }

bool Words::boolean() { return body('b', "a bool") == "1"; }

__int128 Words::integer(__int128 low, __int128 high, const char* wanted) {
  std::string_view digits = body('i', "an integer");
  const bool negative = !digits.empty() && digits[0] == '-';
  digits.remove_prefix(negative ? 1 : 0);
  __int128 value = 0;  // kept at or below zero, where there is one more
  bool fits = true;
  for (const char each : digits) {
    fits = fits && !__builtin_mul_overflow(value, 10, &value) &&
           !__builtin_sub_overflow(value, digit_value(each), &value);
  }
  fits = fits && (negative || !__builtin_sub_overflow(static_cast<__int128>(0), value, &value));
  if (!fits || value < low || value > high) {
    throw Mismatch{"an integer that does not fit its " + std::string(wanted) + " type"};
  }
  return value;
}

double Words::number() {
  if (!line_.empty() && line_[0] == 'i') return std::strtod(std::string(body('i', "")).c_str(), 0);
  std::uint64_t bits = 0;
  for (const char each : body('f', "a number")) {
    bits = bits << 4 | static_cast<std::uint64_t>(digit_value(each));
  }
  double value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

std::string Words::text() {
  const std::string_view digits = body('s', "a text");
  std::string value;
  value.reserve(digits.size() / 2);
  for (std::size_t at = 0; at + 1 < digits.size(); at += 2) {
    value += static_cast<char>(digit_value(digits[at]) << 4 | digit_value(digits[at + 1]));
  }
  return value;
}

void put_integer(std::string& out, __int128 value) {
  char digits[40];
  char* at = std::end(digits);
  const bool negative = value < 0;
  do {
    const int last = static_cast<int>(value % 10);
    *--at = static_cast<char>('0' + (negative ? -last : last));
    value /= 10;
  } while (value != 0);
  out += negative ? " i-" : " i";
  out.append(at, std::end(digits));
}

void put_number(std::string& out, double value) {
  std::uint64_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  out += " f";
  for (int shift = 56; shift >= 0; shift -= 8) {
    put_hexadecimal(out, static_cast<unsigned char>(bits >> shift));
  }
}

void put_text(std::string& out, std::string_view value) {
  out += " s";
  for (const char each : value) put_hexadecimal(out, static_cast<unsigned char>(each));
}

void put_count(std::string& out, char letter, std::size_t count) {
  out += ' ';
  out += letter;
  out += std::to_string(count);
}

#define CODEEVAL_DEFINE(...)                      \
  template __VA_ARGS__ read<__VA_ARGS__>(Words&); \
  template void write<__VA_ARGS__>(std::string&, const __VA_ARGS__&);
CODEEVAL_COMMON(CODEEVAL_DEFINE)

void wrong_count(std::size_t wanted, std::size_t given) {
  throw Mismatch{"it takes " + std::to_string(wanted) + " arguments, not " + std::to_string(given)};
}

}  // namespace codeeval_driver

int main() {
  using namespace codeeval_driver;
  record("{\"compiled\":true}");
  record("{\"loaded\":true}");
  std::string line;
  char buffer[1 << 16];
  for (ssize_t got; (got = ::read(kCalls, buffer, sizeof buffer)) > 0;) {
    for (const char* at = buffer; at != buffer + got; ++at) {
      if (*at != '\n') {
        line += *at;
      } else {
        Words words(line);
        answer(words);
        line.clear();
      }
    }
  }
  std::cout.flush();
  std::fflush(nullptr);
  _exit(0);  // the program's destructors are no answer
}
