//! Calls a program's functions with values read from words: see README.md beside this file.
//!
//! Compiled once per toolchain. The types are those of the functions themselves: `caller` finds
//! them, so nobody has to write them down twice.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::fs::File;
use std::hash::{BuildHasher, Hash};
use std::io::{BufRead, BufReader, Write as _};
use std::mem::ManuallyDrop;
use std::os::unix::io::FromRawFd;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Mutex;

const RECORDS: i32 = 3;
const CALLS: i32 = 4;
const MAX_TEXT: usize = 1000;

/// Where the last panic was, in the program's file.
static PANICKED_AT: Mutex<Option<u32>> = Mutex::new(None);

/// An argument that the parameter's type cannot hold.
pub struct Mismatch(String);

/// The words of one line.
pub struct Words<'a> {
    line: std::iter::Peekable<std::str::Split<'a, char>>,
}

impl<'a> Words<'a> {
    fn plain(&mut self) -> usize {
        self.line.next().and_then(|word| word.parse().ok()).unwrap_or(usize::MAX)
    }

    fn starts_with(&mut self, letter: char) -> bool {
        self.line.peek().map_or(false, |word| word.starts_with(letter))
    }

    /// The next word without its letter, which has to be one of some.
    fn body(&mut self, letters: &[char], wanted: &str) -> Result<&'a str, Mismatch> {
        let word = self.line.next().unwrap_or("");
        word.strip_prefix(letters)
            .ok_or_else(|| Mismatch(format!("it takes {wanted}, not what is given")))
    }

    fn count(&mut self, letters: &[char], wanted: &str) -> Result<usize, Mismatch> {
        self.body(letters, wanted)?.parse().map_err(|_| Mismatch("a bad count".into()))
    }

    fn bytes(&mut self) -> Result<Vec<u8>, Mismatch> {
        let digits = self.body(&['s'], "a text")?.as_bytes();
        let value = |digit: u8| if digit <= b'9' { digit - b'0' } else { digit - b'a' + 10 };
        Ok(digits.chunks_exact(2).map(|pair| value(pair[0]) << 4 | value(pair[1])).collect())
    }

    fn number(&mut self) -> Result<f64, Mismatch> {
        if self.starts_with('i') {
            return Ok(self.body(&['i'], "")?.parse().unwrap_or(f64::NAN));
        }
        let bits = u64::from_str_radix(self.body(&['f'], "a number")?, 16);
        Ok(f64::from_bits(bits.unwrap_or(0)))
    }
}

/// A type that arguments can be converted to.
pub trait Read: Sized {
    fn read(words: &mut Words) -> Result<Self, Mismatch>;
}

/// A type whose values can be answers.
pub trait Write {
    fn write(&self, out: &mut String) -> Result<(), String>;
}

macro_rules! integers {
    ($($name:ty)*) => { $(
        impl Read for $name {
            fn read(words: &mut Words) -> Result<Self, Mismatch> {
                let digits = words.body(&['i'], "an integer")?;
                digits.parse().map_err(|_| {
                    Mismatch(format!("{digits:.40} does not fit {}", stringify!($name)))
                })
            }
        }
        impl Write for $name {
            fn write(&self, out: &mut String) -> Result<(), String> {
                out.push_str(" i");
                out.push_str(&self.to_string());
                Ok(())
            }
        }
    )* };
}
integers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

macro_rules! floats {
    ($($name:ty)*) => { $(
        impl Read for $name {
            fn read(words: &mut Words) -> Result<Self, Mismatch> {
                words.number().map(|number| number as $name)
            }
        }
        impl Write for $name {
            fn write(&self, out: &mut String) -> Result<(), String> {
                out.push_str(&format!(" f{:016x}", (*self as f64).to_bits()));
                Ok(())
            }
        }
    )* };
}
floats!(f32 f64);

impl Read for bool {
    fn read(words: &mut Words) -> Result<Self, Mismatch> {
        Ok(words.body(&['b'], "a bool")? == "1")
    }
}

impl Write for bool {
    fn write(&self, out: &mut String) -> Result<(), String> {
        out.push_str(if *self { " b1" } else { " b0" });
        Ok(())
    }
}

impl Read for String {
    fn read(words: &mut Words) -> Result<Self, Mismatch> {
        let text = String::from_utf8(words.bytes()?);
        text.map_err(|_| Mismatch("a lone surrogate fits no String".into()))
    }
}

impl Write for str {
    fn write(&self, out: &mut String) -> Result<(), String> {
        out.push_str(" s");
        for byte in self.bytes() {
            out.push_str(&format!("{byte:02x}"));
        }
        Ok(())
    }
}

impl Write for String {
    fn write(&self, out: &mut String) -> Result<(), String> {
        self.as_str().write(out)
    }
}

impl Read for char {
    fn read(words: &mut Words) -> Result<Self, Mismatch> {
        let text = String::read(words)?;
        let mut letters = text.chars();
        match (letters.next(), letters.next()) {
            (Some(letter), None) => Ok(letter),
            _ => Err(Mismatch("a text of other than one letter fits no char".into())),
        }
    }
}

impl Write for char {
    fn write(&self, out: &mut String) -> Result<(), String> {
        self.encode_utf8(&mut [0; 4]).write(out)
    }
}

impl Write for () {
    fn write(&self, out: &mut String) -> Result<(), String> {
        out.push_str(" n");
        Ok(())
    }
}

impl<T: Read> Read for Option<T> {
    fn read(words: &mut Words) -> Result<Self, Mismatch> {
        if words.starts_with('n') {
            words.line.next();
            return Ok(None);
        }
        T::read(words).map(Some)
    }
}

impl<T: Write> Write for Option<T> {
    fn write(&self, out: &mut String) -> Result<(), String> {
        match self {
            Some(value) => value.write(out),
            None => ().write(out),
        }
    }
}

impl<T: Write, E: std::fmt::Debug> Write for Result<T, E> {
    fn write(&self, out: &mut String) -> Result<(), String> {
        match self {
            Ok(value) => value.write(out),
            Err(error) => Err(format!("{error:?}")),
        }
    }
}

// What is borrowed is never given back: a process answers a few calls and ends.
impl<T: Read> Read for &'static T {
    fn read(words: &mut Words) -> Result<Self, Mismatch> {
        T::read(words).map(|value| &*Box::leak(Box::new(value)))
    }
}

impl<T: Read> Read for &'static mut T {
    fn read(words: &mut Words) -> Result<Self, Mismatch> {
        T::read(words).map(|value| Box::leak(Box::new(value)))
    }
}

impl Read for &'static str {
    fn read(words: &mut Words) -> Result<Self, Mismatch> {
        String::read(words).map(|text| &*Box::leak(text.into_boxed_str()))
    }
}

impl<T: Read> Read for &'static [T] {
    fn read(words: &mut Words) -> Result<Self, Mismatch> {
        Vec::read(words).map(|items| &*Box::leak(items.into_boxed_slice()))
    }
}

impl<T: Read> Read for &'static mut [T] {
    fn read(words: &mut Words) -> Result<Self, Mismatch> {
        Vec::read(words).map(|items| Box::leak(items.into_boxed_slice()))
    }
}

impl<T: Read> Read for Box<T> {
    fn read(words: &mut Words) -> Result<Self, Mismatch> {
        T::read(words).map(Box::new)
    }
}

impl Read for Cow<'static, str> {
    fn read(words: &mut Words) -> Result<Self, Mismatch> {
        String::read(words).map(Cow::Owned)
    }
}

macro_rules! behind {
    ($(($($given:tt)*) $name:ty;)*) => { $(
        impl<$($given)* T: Write + ?Sized> Write for $name {
            fn write(&self, out: &mut String) -> Result<(), String> {
                (**self).write(out)
            }
        }
    )* };
}
behind! { () &T; () &mut T; () Box<T>; () std::rc::Rc<T>; }

impl<'a> Write for Cow<'a, str> {
    fn write(&self, out: &mut String) -> Result<(), String> {
        (**self).write(out)
    }
}

fn write_items<'a, T: Write + 'a>(
    out: &mut String,
    letter: char,
    items: impl ExactSizeIterator<Item = &'a T>,
) -> Result<(), String> {
    out.push_str(&format!(" {letter}{}", items.len()));
    items.into_iter().try_for_each(|item| item.write(out))
}

impl<T: Read, const N: usize> Read for [T; N] {
    fn read(words: &mut Words) -> Result<Self, Mismatch> {
        let items = Vec::<T>::read(words)?;
        items.try_into().map_err(|_| Mismatch(format!("a list of other than {N} items")))
    }
}

macro_rules! collections {
    ($($name:ty, [$($given:tt)*], [$($item:tt)*];)*) => { $(
        impl<$($given)*> Read for $name where T: Read + $($item)* {
            fn read(words: &mut Words) -> Result<Self, Mismatch> {
                let count = words.count(&['l', 't', 'e'], "a list")?;
                (0..count).map(|_| T::read(words)).collect()
            }
        }
    )* };
}
collections! {
    Vec<T>, [T], [Sized];
    VecDeque<T>, [T], [Sized];
    LinkedList<T>, [T], [Sized];
    BinaryHeap<T>, [T], [Ord];
    BTreeSet<T>, [T], [Ord];
    HashSet<T, S>, [T, S: BuildHasher + Default], [Eq + Hash];
}

macro_rules! items {
    ($($letter:literal $name:ty, [$($given:tt)*];)*) => { $(
        impl<T: Write, $($given)*> Write for $name {
            fn write(&self, out: &mut String) -> Result<(), String> {
                write_items(out, $letter, self.iter())
            }
        }
    )* };
}
items! {
    'l' [T], [];
    'l' [T; N], [const N: usize];
    'l' Vec<T>, [];
    'l' VecDeque<T>, [];
    'l' LinkedList<T>, [];
    'l' BinaryHeap<T>, [];
    'e' BTreeSet<T>, [];
    'e' HashSet<T, S>, [S];
}

fn read_pairs<K: Read, V: Read, C: FromIterator<(K, V)>>(words: &mut Words) -> Result<C, Mismatch> {
    let count = words.count(&['d'], "a dict")?;
    (0..count).map(|_| Ok((K::read(words)?, V::read(words)?))).collect()
}

impl<K: Read + Ord, V: Read> Read for BTreeMap<K, V> {
    fn read(words: &mut Words) -> Result<Self, Mismatch> {
        read_pairs(words)
    }
}

impl<K: Read + Eq + Hash, V: Read, S: BuildHasher + Default> Read for HashMap<K, V, S> {
    fn read(words: &mut Words) -> Result<Self, Mismatch> {
        read_pairs(words)
    }
}

macro_rules! pairs {
    ($($name:ty, [$($given:tt)*];)*) => { $(
        impl<K: Write, V: Write, $($given)*> Write for $name {
            fn write(&self, out: &mut String) -> Result<(), String> {
                out.push_str(&format!(" d{}", self.len()));
                self.iter().try_for_each(|(key, value)| {
                    key.write(out)?;
                    value.write(out)
                })
            }
        }
    )* };
}
pairs! { BTreeMap<K, V>, []; HashMap<K, V, S>, [S]; }

/// A function whose parameters and result are all data. `A` is the tuple of its parameters.
pub trait Function<A> {
    fn call(&self, words: &mut Words, given: usize, out: &mut String) -> Result<(), Failed>;
}

/// Why a call has no answer.
pub enum Failed {
    Argument(Mismatch),
    Returned(String),
}

impl From<Mismatch> for Failed {
    fn from(mismatch: Mismatch) -> Self {
        Failed::Argument(mismatch)
    }
}

macro_rules! tuples {
    ($($size:literal: $($name:ident)*;)*) => { $(
        #[allow(non_snake_case)]
        impl<$($name: Read),*> Read for ($($name,)*) {
            fn read(words: &mut Words) -> Result<Self, Mismatch> {
                if words.count(&['t', 'l'], "a tuple")? != $size {
                    return Err(Mismatch("a tuple of another length".into()));
                }
                Ok(($($name::read(words)?,)*))
            }
        }

        #[allow(non_snake_case)]
        impl<$($name: Write),*> Write for ($($name,)*) {
            fn write(&self, out: &mut String) -> Result<(), String> {
                let ($($name,)*) = self;
                out.push_str(concat!(" t", $size));
                $($name.write(out)?;)*
                Ok(())
            }
        }

        functions!($size: $($name)*);
    )* };
}

macro_rules! functions {
    ($size:literal: $($name:ident)*) => {
        #[allow(non_snake_case, unused_variables)]
        impl<F, R, $($name),*> Function<($($name,)*)> for F
        where
            F: Fn($($name),*) -> R,
            R: Write,
            $($name: Read,)*
        {
            fn call(&self, words: &mut Words, given: usize, out: &mut String) -> Result<(), Failed> {
                if given != $size {
                    let text = format!("it takes {} arguments, not {given}", $size);
                    return Err(Failed::Argument(Mismatch(text)));
                }
                $(let $name = $name::read(words)?;)*
                self($($name),*).write(out).map_err(Failed::Returned)
            }
        }
    };
}
functions!(0:);
tuples! {
    1: A;
    2: A B;
    3: A B C;
    4: A B C D;
    5: A B C D E;
    6: A B C D E G;
    7: A B C D E G H;
    8: A B C D E G H I;
}

/// A function of the program, its types forgotten.
pub type Caller = Box<dyn Fn(&mut Words, usize, &mut String) -> Result<(), Failed>>;

/// Forget the types of a function.
pub fn caller<A, F: Function<A> + 'static>(function: F) -> Caller {
    Box::new(move |words, given, out| function.call(words, given, out))
}

/// Answer calls until there are no more.
pub fn serve(callers: &[Caller]) -> i32 {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |facts| {
        let line = facts.location().filter(|place| place.file() == "main.rs").map(|p| p.line());
        if let Ok(mut at) = PANICKED_AT.lock() {
            *at = line;
        }
        before(facts);
    }));
    record("{\"compiled\":true}");
    record("{\"loaded\":true}");
    // Safe: the descriptors are ours, and open as long as the process lives.
    let calls = BufReader::new(unsafe { File::from_raw_fd(CALLS) });
    for line in calls.lines().map_while(Result::ok) {
        let mut words = Words { line: line.split(' ').peekable() };
        let (number, given) = (words.plain(), words.plain());
        answer(&callers[number], &mut words, given);
    }
    let _ = std::io::stdout().flush();
    0
}

fn answer(caller: &Caller, words: &mut Words, given: usize) {
    let mut out = String::new();
    let ended = panic::catch_unwind(AssertUnwindSafe(|| caller(words, given, &mut out)));
    match ended {
        Ok(Ok(())) => record(&format!("{{\"wire\":\"{}\"}}", out.trim_start())),
        Ok(Err(Failed::Argument(Mismatch(text)))) => raised("TypeError", &text, None),
        Ok(Err(Failed::Returned(text))) => raised("Err", &text, None),
        Err(payload) => {
            let text = (payload.downcast_ref::<String>().map(String::as_str))
                .or_else(|| payload.downcast_ref::<&str>().copied())
                .unwrap_or("a value that is no text");
            let line = PANICKED_AT.lock().ok().and_then(|mut at| at.take());
            raised("panic", text, line);
            std::mem::forget(payload); // dropping it could panic again
        }
    }
}

fn raised(kind: &str, text: &str, line: Option<u32>) {
    let line = line.map_or("null".to_string(), |number| number.to_string());
    let text = json_text(&format!("{kind}: {text}"));
    record(&format!("{{\"raised\":{{\"kind\":\"{kind}\",\"text\":{text},\"line\":{line}}}}}"));
}

fn json_text(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars().take(MAX_TEXT) {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            letter if letter < ' ' => out.push(' '),
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

fn record(line: &str) {
    // Not dropped: that would close the descriptor.
    let mut records = ManuallyDrop::new(unsafe { File::from_raw_fd(RECORDS) });
    if records.write_all(format!("{line}\n").as_bytes()).is_err() {
        std::process::exit(1);
    }
}
