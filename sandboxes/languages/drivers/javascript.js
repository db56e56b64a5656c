"use strict";
// Compiles and runs a program, or answers calls: `node javascript.js main.js [function ...]`;
// only compiles it: `node javascript.js --check main.js`.
// What is used after the program has started is kept first: see javascript_values.js.

const fs = require("fs");
const path = require("path");
const vm = require("vm");
const { Module, createRequire } = require("module");
const { answerForProc } = require("./javascript_proc.js");
const { readCall, unbound, writtenAnswer } = require("./javascript_values.js");

const ANSWERS = 3, CALLS = 4, STDERR = 2;
const MAX_ERROR = 300;

const { Error, Promise, ReferenceError, String } = globalThis;
const { apply } = Reflect;
const { readSync, writeSync } = fs;
const { allocUnsafeSlow, concat, from: bytesOf } = Buffer;
const { stringify } = JSON;
const { isPromise } = require("util").types;
const { reallyExit } = process;
const exit = (code) => apply(reallyExit, process, [code]);
const startsWith = unbound(String.prototype.startsWith);
const match = unbound(RegExp.prototype.exec);
const decoded = unbound(Buffer.prototype.toString);
const indexOf = unbound(Buffer.prototype.indexOf);
const part = unbound(Buffer.prototype.subarray);
const then = unbound(Promise.prototype.then);
const listenerCount = unbound(process.listenerCount);
const hasCatcher = process.hasUncaughtExceptionCaptureCallback;

const onlyCompile = process.argv[2] === "--check";
const [main, ...functions] = process.argv.slice(onlyCompile ? 3 : 2);
const file = path.resolve(main);
const isScript = functions.length === 0;
const program = new Module(file, isScript ? null : module);

function start() {
  let load;
  try {
    load = compiled(fs.readFileSync(file, "utf8"));
  } catch (error) {
    end("compile", error);
  }
  if (onlyCompile) exit(0);
  report('{"compiled":true}');
  process.on("uncaughtExceptionMonitor", reportUncaught);
  process.argv = [process.argv[0], file];
  answerForProc();
  if (isScript) {
    process.mainModule = program;
    load({ __proto__: null });
  } else {
    loadAndAnswer(load);
  }
}

// ---- the program

/** The program as a function that runs it and fills the table it is given with its functions. */
function compiled(text) {
  const source = text.replace(/^\ufeff/, "").replace(/^#!/, "//");
  compile(source, []);
  const names = functions.filter((name) => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name));
  const table = "__table_of_functions__";
  const ending = names.map((n) => `${table}.${n} = typeof ${n} === "function" ? ${n} : null;`);
  let body;
  try {
    body = compile(`${source}\n;${ending.join("")}`, [table]);
  } catch { // one of the names is a reserved word
    body = compile(source, [table]);
  }
  return (found) => {
    const require = createRequire(file);
    require.main = isScript ? program : module;
    program.filename = file;
    program.paths = Module._nodeModulePaths(path.dirname(file));
    program.require = require;
    require.cache[file] = program;
    const given = [program.exports, require, program, file, path.dirname(file), found];
    apply(body, program.exports, given);
    program.loaded = true;
  };
}

function compile(source, names) {
  return vm.compileFunction(
    source,
    ["exports", "require", "module", "__filename", "__dirname", ...names],
    { filename: file, importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER },
  );
}

// ---- calls

async function loadAndAnswer(load) {
  const found = { __proto__: null };
  try {
    load(found);
  } catch (error) {
    end("load", error);
  }
  report('{"loaded":true}');
  process.on("beforeExit", giveUp);
  for (let call = nextLine(); call !== null; call = nextLine()) report(await answer(found, call));
  exit(0);
}

async function answer(found, line) {
  try {
    const { number, args } = readCall(line);
    let value = apply(named(found, functions[number]), undefined, args);
    if (isPromise(value)) value = await settled(value);
    return `{"wire":"${writtenAnswer(value)}"}`;
  } catch (error) {
    return `{"raised":${described(error)}}`;
  }
}

function named(found, name) {
  const exported = program.exports;
  const inside = found[name];
  if (typeof inside === "function" && inside !== builtin[name]) return inside;
  if (exported != null && typeof exported[name] === "function") return exported[name];
  if (typeof exported === "function" && functions.length === 1) return exported;
  throw new ReferenceError(`the program defines no function ${name}`);
}

let forsake = null; // rejects the promise that is waited for

function settled(promise) {
  return new Promise((resolve, reject) => {
    forsake = reject;
    then(promise, resolve, reject);
  });
}

/** Nothing is left to do, so nothing will ever settle the promise. */
function giveUp() {
  if (forsake !== null) forsake(new Error("the promise is never settled"));
}

let kept = bytesOf("");
const more = allocUnsafeSlow(1 << 20);

function nextLine() {
  for (let seen = 0; ;) {
    const newline = indexOf(kept, 10, seen);
    if (newline >= 0) {
      const line = decoded(kept, "latin1", 0, newline);
      kept = part(kept, newline + 1);
      return line;
    }
    seen = kept.length;
    const count = readSync(CALLS, more, 0, more.length, null);
    if (count === 0) return null;
    kept = concat([kept, part(more, 0, count)]);
  }
}

// ---- records

function report(record) {
  const bytes = bytesOf(`${record}\n`, "utf8");
  for (let sent = 0; sent < bytes.length;) {
    sent += writeSync(ANSWERS, bytes, sent, bytes.length - sent, null);
  }
}

function reportUncaught(error) {
  if (listenerCount(process, "uncaughtException") > 0 || hasCatcher()) return; // it lives on
  report(`{"failed":${described(error, "run")}}`);
}

/** Ends the process for a program that cannot be compiled or loaded. */
function end(stage, error) {
  if (!onlyCompile) report(`{"failed":${described(error, stage)}}`);
  writeSync(STDERR, `${read(() => String(error.stack ?? error), "an exception")}\n`);
  exit(1);
}

function described(error, stage = "call") {
  const message = read(() => String(error.message), "");
  const stack = read(() => error.stack, "");
  const place = typeof stack === "string" ? match(inProgram, stack) : null;
  const { kind, text } = identity(error, message);
  const missing = match(missingModule, message);
  const module = missing ? `,"module":${stringify(missing[1])}` : "";
  const errno = read(() => error.errno, null);
  const number = typeof errno === "number" ? `,"errno":${-errno}` : "";
  return `{"stage":"${stage}","kind":${stringify(missing ? "ModuleNotFoundError" : kind)},`
    + `"text":${stringify(match(firstLine, text)[0])},"line":${place ? +place[1] : null}${module}${number}}`;
}

function identity(error, message) {
  if (typeof error !== "object" || error === null) {
    return { kind: "Uncaught", text: `Uncaught: ${read(() => String(error), typeof error)}` };
  }
  const name = read(() => String(error.name), "Error");
  const kind = startsWith(message, "Array buffer allocation failed") ? "MemoryError" : name;
  return { kind, text: message ? `${name}: ${message}` : name };
}

/** What `get` gives, or `otherwise`: the program's own getters may throw. */
function read(get, otherwise) {
  try {
    return get() ?? otherwise;
  } catch {
    return otherwise;
  }
}

const inProgram = new RegExp(`${file.replace(/[.]/g, "\\.")}:(\\d+)`);
const firstLine = new RegExp(`^.{0,${MAX_ERROR}}`);
const missingModule = /^Cannot find (?:module|package) '([^']*)'/;
const builtin = { __proto__: null };
for (const name of functions) builtin[name] = globalThis[name];

start();
