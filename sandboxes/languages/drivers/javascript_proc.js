"use strict";
// A jail has no /proc. What honest programs do with it all the same is answered here.

const fs = require("fs");
const v8 = require("v8");

const DESCRIPTORS = { __proto__: null, "/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2 };
const BY_NAME = ["readFile", "readFileSync", "writeFile", "writeFileSync", "appendFileSync"];

/** Called before the program starts. */
function answerForProc() {
  for (const name of BY_NAME) {
    const original = fs[name];
    fs[name] = (file, ...rest) => original(descriptorOf(file), ...rest);
  }
  const { createReadStream } = fs;
  fs.createReadStream = (file, options) => {
    const fd = descriptorOf(file);
    if (typeof fd !== "number") return createReadStream(file, options);
    const given = typeof options === "string" ? { encoding: options } : options;
    return createReadStream("", { ...given, fd });
  };
  process.memoryUsage = memoryUsage;
  process.memoryUsage.rss = () => memoryUsage().rss;
}

/** Where /dev/stdin would lead to, which many scripts read by name; else the file as given. */
function descriptorOf(file) {
  return (typeof file === "string" ? DESCRIPTORS[file] : undefined) ?? file;
}

function memoryUsage() {
  const heap = v8.getHeapStatistics();
  const { total_heap_size: heapTotal, used_heap_size: heapUsed, external_memory: external } = heap;
  return { rss: heapTotal + external, heapTotal, heapUsed, external, arrayBuffers: external };
}

module.exports = { answerForProc };
