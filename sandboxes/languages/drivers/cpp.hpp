// Calls a program's functions with values read from words: see README.md beside this file.
//
// Precompiled together with the standard library, once per toolchain. The types are deduced from
// the functions themselves, so nobody has to write them down twice. What needs no template is in
// cpp.cpp, compiled once as well, so that a program pays only for its own types.
#include <bits/stdc++.h>

namespace boost {
class any;  // known to programs that include Boost's header, and only to those
}

namespace codeeval_driver {

// An argument that the parameter's type cannot hold. Never thrown while the program's code runs.
struct Mismatch {
  std::string text;
};

// The words of one line.
class Words {
 public:
  explicit Words(std::string_view line) : line_(line) {}
  std::size_t plain();                                     // a number without a letter
  std::size_t count(const char* letters, const char* wanted);  // of a compound of such a kind
  bool skip_null();
  char kind() const;  // the next word's letter
  bool boolean();
  __int128 integer(__int128 low, __int128 high, const char* wanted);
  double number();
  std::string text();

 private:
  std::string_view word();
  std::string_view body(char letter, const char* wanted);
  std::string_view line_;
};

void put_integer(std::string& out, __int128 value);
void put_number(std::string& out, double value);
void put_text(std::string& out, std::string_view value);
void put_count(std::string& out, char letter, std::size_t count);

// How values of a type are read and written.
template <class T, class = void>
struct Value {
  static_assert(!std::is_same_v<T, T>, "a type that plain data cannot be converted to and from");
};

template <class T>
T read(Words& in) {
  return Value<T>::read(in);
}

template <class T>
void write(std::string& out, const T& value) {
  Value<T>::write(out, value);
}

template <>
struct Value<bool> {
  static bool read(Words& in) { return in.boolean(); }
  static void write(std::string& out, bool value) { out += value ? " b1" : " b0"; }
};

template <>
struct Value<char> {
  static char read(Words& in) {
    const std::string text = in.text();
    if (text.size() != 1) throw Mismatch{"a text of other than one byte is no char"};
    return text[0];
  }
  static void write(std::string& out, char value) { put_text(out, {&value, 1}); }
};

template <class T>
constexpr bool is_integer = std::is_integral_v<T> || std::is_same_v<T, __int128>;

template <class T>
struct Value<T, std::enable_if_t<is_integer<T>>> {
  static T read(Words& in) {
    constexpr int bits = 8 * sizeof(T);
    constexpr bool has_sign = T(-1) < T(0);
    if constexpr (bits == 128) {
      constexpr __int128 high = static_cast<__int128>(~static_cast<unsigned __int128>(0) >> 1);
      return static_cast<T>(in.integer(-high - 1, high, "__int128"));
    } else {
      constexpr __int128 span = static_cast<__int128>(1) << (has_sign ? bits - 1 : bits);
      const char* name = has_sign ? "signed" : "unsigned";
      return static_cast<T>(in.integer(has_sign ? -span : 0, span - 1, name));
    }
  }
  static void write(std::string& out, T value) { put_integer(out, value); }
};

template <class T>
struct Value<T, std::enable_if_t<std::is_floating_point_v<T>>> {
  static T read(Words& in) { return static_cast<T>(in.number()); }
  static void write(std::string& out, T value) { put_number(out, static_cast<double>(value)); }
};

template <>
struct Value<std::string> {
  static std::string read(Words& in) { return in.text(); }
  static void write(std::string& out, const std::string& value) { put_text(out, value); }
};

template <>
struct Value<std::string_view> {
  static void write(std::string& out, std::string_view value) { put_text(out, value); }
};

template <class T>
struct Value<T*, std::enable_if_t<std::is_same_v<std::remove_const_t<T>, char>>> {
  static void write(std::string& out, const char* value) {
    value == nullptr ? void(out += " n") : put_text(out, value);
  }
};

template <class T>
struct Value<std::optional<T>> {
  static std::optional<T> read(Words& in) {
    if (in.skip_null()) return std::nullopt;
    return codeeval_driver::read<T>(in);
  }
  static void write(std::string& out, const std::optional<T>& value) {
    value ? codeeval_driver::write<T>(out, *value) : void(out += " n");
  }
};

template <class C, char letter>
struct Items {
  using T = typename C::value_type;
  static C read(Words& in) {
    C items;
    for (std::size_t left = in.count("lte", "a list"); left != 0; --left) {
      items.insert(items.end(), codeeval_driver::read<T>(in));
    }
    return items;
  }
  static void write(std::string& out, const C& items) {
    put_count(out, letter, static_cast<std::size_t>(std::distance(items.begin(), items.end())));
    for (const T& item : items) codeeval_driver::write<T>(out, item);
  }
};

template <class... A>
struct Value<std::vector<A...>> : Items<std::vector<A...>, 'l'> {};
template <class... A>
struct Value<std::deque<A...>> : Items<std::deque<A...>, 'l'> {};
template <class... A>
struct Value<std::list<A...>> : Items<std::list<A...>, 'l'> {};
template <class... A>
struct Value<std::set<A...>> : Items<std::set<A...>, 'e'> {};
template <class... A>
struct Value<std::unordered_set<A...>> : Items<std::unordered_set<A...>, 'e'> {};
template <class... A>
struct Value<std::multiset<A...>> : Items<std::multiset<A...>, 'l'> {};
template <class... A>
struct Value<std::unordered_multiset<A...>> : Items<std::unordered_multiset<A...>, 'l'> {};

template <class T, std::size_t size>
struct Value<std::array<T, size>> : Items<std::array<T, size>, 'l'> {
  static std::array<T, size> read(Words& in) {
    std::array<T, size> items{};
    if (in.count("lt", "a list") != size) throw Mismatch{"a list of another length is no array"};
    for (T& item : items) item = codeeval_driver::read<T>(in);
    return items;
  }
};

template <class C>
struct Pairs {
  using Key = typename C::key_type;
  using Item = typename C::mapped_type;
  static C read(Words& in) {
    C pairs;
    for (std::size_t left = in.count("d", "a dict"); left != 0; --left) {
      Key key = codeeval_driver::read<Key>(in);
      pairs.emplace(std::move(key), codeeval_driver::read<Item>(in));
    }
    return pairs;
  }
  static void write(std::string& out, const C& pairs) {
    put_count(out, 'd', pairs.size());
    for (const auto& pair : pairs) {
      codeeval_driver::write<Key>(out, pair.first);
      codeeval_driver::write<Item>(out, pair.second);
    }
  }
};

template <class... A>
struct Value<std::map<A...>> : Pairs<std::map<A...>> {};
template <class... A>
struct Value<std::unordered_map<A...>> : Pairs<std::unordered_map<A...>> {};

template <class C, class... T>
struct Members {
  static C read(Words& in) {
    if (in.count("lt", "a tuple") != sizeof...(T)) throw Mismatch{"a tuple of another length"};
    return C{codeeval_driver::read<T>(in)...};  // braces: from left to right
  }
  static void write(std::string& out, const C& members) {
    put_count(out, 't', sizeof...(T));
    std::apply([&out](const T&... each) { (codeeval_driver::write<T>(out, each), ...); }, members);
  }
};

template <class T, class U>
struct Value<std::pair<T, U>> : Members<std::pair<T, U>, T, U> {};
template <class... T>
struct Value<std::tuple<T...>> : Members<std::tuple<T...>, T...> {};

// A value of any type: what is read is held as int (long long beyond its range), double, bool,
// std::string, or a vector of more of the kind.
template <class T>
constexpr bool is_any = std::is_same_v<T, std::any> || std::is_same_v<T, boost::any>;

template <class T>
struct Value<T, std::enable_if_t<is_any<T>>> {
  static T read(Words& in) {
    if (in.skip_null()) return T();
    switch (in.kind()) {
      case 'b':
        return T(in.boolean());
      case 'i': {
        const auto number = codeeval_driver::read<long long>(in);
        const auto small = static_cast<int>(number);
        return small == number ? T(small) : T(number);
      }
      case 'f':
        return T(in.number());
      case 's':
        return T(in.text());
      case 'd':
        return T(codeeval_driver::read<std::map<std::string, T>>(in));
      default:
        return T(codeeval_driver::read<std::vector<T>>(in));
    }
  }
  static void write(std::string& out, const T& value) {
    if (value.type() == typeid(void)) {
      out += " n";
    } else if (!put<bool, char, int, unsigned, long, unsigned long, long long, unsigned long long,
                    float, double, std::string, const char*, std::vector<T>,
                    std::map<std::string, T>>(out, value)) {
      throw std::invalid_argument("an any with a value that is no plain data");
    }
  }

 private:
  template <class... Held>
  static bool put(std::string& out, const T& value) {
    return (put_one<Held>(out, value) || ...);
  }
  template <class Held>
  static bool put_one(std::string& out, const T& value) {
    using std::any_cast;  // and Boost's, by the type of its argument
    const Held* held = any_cast<Held>(&value);
    if (held != nullptr) codeeval_driver::write<Held>(out, *held);
    return held != nullptr;
  }
};

// Types that most functions use are compiled with cpp.cpp: a fifth less to do for each program.
#define CODEEVAL_COMMON(each)                                                  \
  each(int) each(long long) each(double) each(std::string)                     \
  each(std::vector<int>) each(std::vector<long long>) each(std::vector<double>) \
  each(std::vector<std::string>) each(std::vector<std::vector<int>>)
#define CODEEVAL_DECLARE(...)                                    \
  extern template __VA_ARGS__ read<__VA_ARGS__>(Words&);         \
  extern template void write<__VA_ARGS__>(std::string&, const __VA_ARGS__&);
CODEEVAL_COMMON(CODEEVAL_DECLARE)

// What an argument is kept as while a function has it: a view needs something behind it.
template <class P>
using Bare = std::remove_cv_t<std::remove_reference_t<P>>;
template <class P>
constexpr bool is_view = std::is_same_v<P, std::string_view> || std::is_same_v<P, const char*> ||
                         std::is_same_v<P, char*>;
template <class P>
using Kept = std::conditional_t<is_view<Bare<P>>, std::string, Bare<P>>;

// By value, T&, const T& and T&& alike: an argument is used once, so it may be moved from.
template <class P>
decltype(auto) pass(Kept<P>& kept) {
  if constexpr (is_view<Bare<P>>) {
    return Bare<P>(kept.data());
  } else {
    return static_cast<P&&>(kept);
  }
}

using Erased = void (*)();
struct Caller {
  void (*call)(const Caller& self, Words& in, std::size_t given, std::string& out);
  Erased function;
};

[[noreturn]] void wrong_count(std::size_t wanted, std::size_t given);

template <class R, class... P>
void call(const Caller& self, Words& in, std::size_t given, std::string& out) {
  if (given != sizeof...(P)) wrong_count(sizeof...(P), given);
  std::tuple<Kept<P>...> kept{codeeval_driver::read<Kept<P>>(in)...};  // braces: in this order
  const auto function = reinterpret_cast<R (*)(P...)>(self.function);
  const auto run = [&](Kept<P>&... each) -> R { return function(pass<P>(each)...); };
  if constexpr (std::is_void_v<R>) {
    std::apply(run, kept);
    out += " n";
  } else {
    using Result = std::remove_cv_t<std::remove_reference_t<R>>;
    codeeval_driver::write<Result>(out, std::apply(run, kept));
  }
}

template <class R, class... P>
Caller caller(R (*function)(P...)) {
  return {&call<R, P...>, reinterpret_cast<Erased>(function)};
}

// One for each function that will be called, by number. The compiled unit defines it.
extern const Caller callers[];

}  // namespace codeeval_driver
