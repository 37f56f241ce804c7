// Takes out of a browser's half what wasm-bindgen leaves in it for nobody.
// `slim.mjs unused WASM SCRIPT` drops classes from the script that nothing makes, and prints the exports of the
// module that the script then has no use for, one a line. `slim.mjs names WASM SCRIPT` gives what module
// and script know each other by names of a letter or two: each has the digits of a hash in it, which do not pack.
// `slim.mjs join SCRIPT FILE…` puts scripts behind that of a module, for a page that loads them all.
import { readFileSync, writeFileSync } from "node:fs";

const IMPORTS = 2;
const EXPORTS = 7;
const CUSTOM = 0;
const FUNCTION = 0;
const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

const [job, first, ...rest] = process.argv.slice(2);
if (job === "unused") unused(first, rest[0]);
else if (job === "names") names(first, rest[0]);
else if (job === "join") join(first, rest);
else throw new Error(`slim.mjs does not know ${job}`);

/** Streams between the two, which only server functions have that answer with one. */
function unused(file, script) {
  let text = readFileSync(script, "utf8");
  for (const [, name] of text.matchAll(/^export class (IntoUnderlying\w+) \{$/gm)) {
    if (text.includes(`${name}.__wrap(`)) continue;
    const made = `^export class ${name} \\{\\n[^]*?^if \\(Symbol\\.dispose\\) ${name}\\..*\\n`;
    const ended = `^const ${name}Finalization = [^]*?;\\n`;
    for (const part of [made, ended]) text = text.replace(new RegExp(part, "m"), "");
  }
  writeFileSync(script, text);
  const isUsed = ({ name }) => new RegExp(`\\bwasm\\.${escaped(name)}(?!\\w)`).test(text);
  const all = WebAssembly.Module.exports(new WebAssembly.Module(readFileSync(file)));
  for (const { name } of all.filter((one) => !isUsed(one))) console.log(name);
}

function names(file, script) {
  const bytes = readFileSync(file);
  let text = readFileSync(script, "utf8");
  const rename = (pattern, by) => {
    const before = text;
    text = text.replace(pattern, by);
    if (text === before) throw new Error(`${script} has nothing like ${pattern}`);
  };
  const kept = [bytes.subarray(0, 8)];
  for (const { id, from, start, end } of sections(bytes)) {
    if (id === CUSTOM) continue;
    if (id === IMPORTS) kept.push(section(id, imports(bytes, start, rename)));
    else if (id === EXPORTS) kept.push(section(id, exported(bytes, start, rename)));
    else kept.push(bytes.subarray(from, end));
  }
  writeFileSync(file, Buffer.concat(kept));
  writeFileSync(script, text);
}

function imports(bytes, start, rename) {
  const read = reader(bytes, start);
  const count = read.number();
  const parts = [number(count)];
  for (let at = 0; at < count; at += 1) {
    const [module, name] = [read.text(), read.text()];
    const kind = read.number();
    if (kind !== FUNCTION) throw new Error(`${name} is imported, and no function`);
    const type = read.number();
    if (at === 0) rename(new RegExp(`^(\\s*)"${escaped(module)}": `, "m"), "$1_: ");
    rename(new RegExp(`^(\\s*)${escaped(name)}: `, "m"), `$1${short(at)}: `);
    parts.push(string("_"), string(short(at)), number(kind), number(type));
  }
  return parts;
}

function exported(bytes, start, rename) {
  const read = reader(bytes, start);
  const count = read.number();
  const parts = [number(count)];
  for (let at = 0; at < count; at += 1) {
    const name = read.text();
    // Marked until all are renamed: what one is called now, another may have been called before.
    rename(new RegExp(`\\bwasm\\.${escaped(name)}(?!\\w)`, "g"), `wasm.\u0000${short(at)}`);
    parts.push(string(short(at)), number(read.number()), number(read.number()));
  }
  rename(/\u0000/g, "");
  return parts;
}

/** A module's script starts it by itself, and nothing else is asked of it. */
function join(script, files) {
  const texts = files.map((file) => readFileSync(file, "utf8").replace(/^export /gm, ""));
  const own = readFileSync(script, "utf8").replace(/^function initSync\([^]*?^\}\n/m, "");
  const alone = own.replace(/^export \{ initSync, __wbg_init as default \};$/m, "");
  if (alone === own) throw new Error(`${script} exports what it did not before`);
  // A block each: what two of them call the same is not the same.
  writeFileSync(script, [alone.replace(/^export /gm, ""), ...texts.map((text) => `{\n${text}}`)].join("\n"));
}

function* sections(bytes) {
  for (let from = 8; from < bytes.length; ) {
    const read = reader(bytes, from + 1);
    const length = read.number();
    const end = read.at() + length;
    yield { id: bytes[from], from, start: read.at(), end };
    from = end;
  }
}

function reader(bytes, at) {
  const number = () => {
    for (let value = 0, place = 1; ; place *= 128) {
      const byte = bytes[at++];
      value += (byte & 127) * place;
      if (byte < 128) return value;
    }
  };
  const text = () => {
    const length = number();
    at += length;
    return bytes.toString("utf8", at - length, at);
  };
  return { number, text, at: () => at };
}

function section(id, parts) {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([id]), number(body.length), body]);
}

function number(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  return Buffer.from([...bytes, value]);
}

function string(text) {
  const bytes = Buffer.from(text);
  return Buffer.concat([number(bytes.length), bytes]);
}

function short(at) {
  const many = LETTERS.length;
  return at < many ? LETTERS[at] : short(Math.floor(at / many) - 1) + LETTERS[at % many];
}

function escaped(text) {
  return text.replace(/[.$/]/g, "\\$&");
}
