"use strict";
// Plain data as words, as README.md says.
//
// Every function used after the program has started is kept here first, and called so that no
// prototype that the program changes is consulted: what it pollutes spoils its own answers only.

const { types } = require("util");

const MAX_DEPTH = 100, MAX_ITEMS = 1000000;

const { BigInt, Error, Map, Set, Uint8Array } = globalThis;
const { apply, defineProperty, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;
const unbound = (method) => (self, ...args) => apply(method, self, args);
const sizeOf = (prototype, name) => unbound(getOwnPropertyDescriptor(prototype, name).get);

const slice = unbound(String.prototype.slice);
const indexOf = unbound(String.prototype.indexOf);
const unitAt = unbound(String.prototype.charCodeAt);
const digits = unbound(Number.prototype.toString);
const decoded = unbound(Buffer.prototype.toString);
const isEnumerable = unbound(Object.prototype.propertyIsEnumerable);
const setAdd = unbound(Set.prototype.add), setEach = unbound(Set.prototype.forEach);
const mapSet = unbound(Map.prototype.set), mapEach = unbound(Map.prototype.forEach);
const setSize = sizeOf(Set.prototype, "size"), mapSize = sizeOf(Map.prototype, "size");
const typedLength = sizeOf(getPrototypeOf(Uint8Array.prototype), "length");
const setUint32 = unbound(DataView.prototype.setUint32);
const getUint32 = unbound(DataView.prototype.getUint32);
const setFloat64 = unbound(DataView.prototype.setFloat64);
const getFloat64 = unbound(DataView.prototype.getFloat64);
const { isArray, from: arrayFrom } = Array;
const { isInteger, isSafeInteger, parseInt } = Number;
const { fromCodePoint } = String;
const { is, prototype: plainPrototype } = Object;
const { isMap, isSet, isTypedArray, isUint8Array } = types;
const { from: bytesOf } = Buffer;
const scratch = new DataView(new ArrayBuffer(8));

// ---- reading

let line = "", at = 0;

/** A call's function number and arguments. */
function readCall(text) {
  line = text;
  at = 0;
  const number = +word();
  return { number, args: readItems(+word()) };
}

function word() {
  const space = indexOf(line, " ", at);
  const end = space < 0 ? line.length : space;
  const found = slice(line, at, end);
  at = end + 1;
  return found;
}

function readItems(count) { // no array is assigned to: Array.prototype may have setters
  return arrayFrom({ __proto__: null, length: count }, readValue);
}

function readValue() {
  const found = word(), body = slice(found, 1);
  switch (found[0]) {
    case "n": return null;
    case "b": return body === "1";
    case "i": return isSafeInteger(+body) ? +body : BigInt(body);
    case "f": return readFloat(body);
    case "s": return readText(bytesOf(body, "hex"));
    case "y": return new Uint8Array(bytesOf(body, "hex"));
    case "e": return readSet(+body);
    case "d": return readDict(+body);
    default: return readItems(+body);
  }
}

function readFloat(hex) {
  setUint32(scratch, 0, parseInt(slice(hex, 0, 8), 16));
  setUint32(scratch, 4, parseInt(slice(hex, 8), 16));
  return getFloat64(scratch, 0);
}

function readText(bytes) {
  const text = decoded(bytes, "utf8");
  if (indexOf(text, "\ufffd") < 0) return text;
  let exact = ""; // by hand: a lone surrogate is three bytes of its own
  for (let i = 0; i < bytes.length;) {
    const first = bytes[i++];
    let code = first < 0x80 ? first : first < 0xe0 ? first & 31 : first < 0xf0 ? first & 15 : first & 7;
    while (i < bytes.length && (bytes[i] & 0xc0) === 0x80) code = (code << 6) | (bytes[i++] & 63);
    exact += fromCodePoint(code);
  }
  return exact;
}

function readSet(count) {
  const set = new Set();
  for (let i = 0; i < count; i++) setAdd(set, readValue());
  return set;
}

function readDict(count) {
  const pairs = readItems(2 * count);
  let texts = true;
  for (let i = 0; i < pairs.length; i += 2) texts = texts && typeof pairs[i] === "string";
  const dict = texts ? {} : new Map();
  for (let i = 0; i < pairs.length; i += 2) {
    if (texts) put(dict, pairs[i], pairs[i + 1]);
    else mapSet(dict, pairs[i], pairs[i + 1]);
  }
  return dict;
}

function put(object, key, value) { // not by assignment, for the sake of "__proto__"
  const description = { __proto__: null, value, writable: true, enumerable: true, configurable: true };
  defineProperty(object, key, description);
}

// ---- writing

let left = 0;

/** An answer as words; throws where it is not plain data. */
function writtenAnswer(value) {
  left = MAX_ITEMS;
  return written(value, 0);
}

function written(value, depth) {
  if (depth > MAX_DEPTH) throw notData(`nested deeper than ${MAX_DEPTH}, or a part of itself`);
  if (--left < 0) throw notData(`more than ${MAX_ITEMS} items`);
  switch (typeof value) {
    case "undefined": return "n";
    case "boolean": return value ? "b1" : "b0";
    case "number": return writtenNumber(value);
    case "bigint": return `i${value}`;
    case "string": return `s${hexOfText(value)}`;
    case "object": return value === null ? "n" : writtenObject(value, depth + 1);
    default: throw notData(`a ${typeof value}`);
  }
}

function writtenNumber(value) {
  if (isInteger(value) && !is(value, -0)) return `i${isSafeInteger(value) ? value : BigInt(value)}`;
  setFloat64(scratch, 0, value);
  return `f${hex32(getUint32(scratch, 0))}${hex32(getUint32(scratch, 4))}`;
}

function hex32(number) {
  const hex = digits(number, 16);
  return slice("00000000", hex.length) + hex;
}

function hexOfText(text) {
  const bytes = bytesOf(text, "utf8");
  if (decoded(bytes, "utf8") === text) return decoded(bytes, "hex");
  let hex = ""; // by hand: it has lone surrogates
  for (let i = 0; i < text.length; i++) {
    const unit = unitAt(text, i), next = unitAt(text, i + 1);
    if ((unit & 0xf800) !== 0xd800) hex += decoded(bytesOf(text[i], "utf8"), "hex");
    else if (unit < 0xdc00 && (next & 0xfc00) === 0xdc00) {
      hex += decoded(bytesOf(text[i] + text[++i], "utf8"), "hex");
    } else hex += `ed${digits(0x80 | ((unit >> 6) & 63), 16)}${digits(0x80 | (unit & 63), 16)}`;
  }
  return hex;
}

function writtenObject(value, depth) {
  if (isArray(value)) return writtenItems(value, value.length, depth);
  if (isUint8Array(value)) return `y${decoded(bytesOf(value), "hex")}`;
  if (isTypedArray(value)) return writtenItems(value, typedLength(value), depth);
  if (!isSet(value) && !isMap(value)) return writtenPlain(value, depth);
  let body = "";
  if (isSet(value)) {
    setEach(value, (item) => { body += ` ${written(item, depth)}`; });
    return `e${setSize(value)}${body}`;
  }
  mapEach(value, (item, key) => { body += ` ${written(key, depth)} ${written(item, depth)}`; });
  return `d${mapSize(value)}${body}`;
}

function writtenItems(items, count, depth) {
  let words = `l${count}`;
  for (let i = 0; i < count; i++) words += ` ${written(items[i], depth)}`;
  return words;
}

function writtenPlain(value, depth) {
  const prototype = getPrototypeOf(value);
  if (prototype !== null && prototype !== plainPrototype) throw notData("an object of a class");
  const keys = ownKeys(value);
  let count = 0, body = "";
  for (let i = 0; i < keys.length; i++) {
    if (typeof keys[i] !== "string" || !isEnumerable(value, keys[i])) continue;
    count += 1;
    body += ` ${written(keys[i], depth)} ${written(value[keys[i]], depth)}`;
  }
  return `d${count}${body}`;
}

function notData(what) {
  const error = new Error(`the answer is not plain data: ${what}`);
  error.name = "TypeError";
  return error;
}

module.exports = { readCall, writtenAnswer, unbound };
