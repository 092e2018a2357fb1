import { deflateSync, gzipSync } from "node:zlib";
import type { Random } from "../../src/commands/simulate/random.ts";
import { strangeNumber, strangeText, strangeValue } from "./strange-values.ts";

/** The same JSON value with one thing in it changed. */
export function mutated(value: unknown, random: Random): unknown {
  const places = placesIn(value);
  if (places.length === 0 || random.chance(0.02)) return strangeValue(random);
  const copy: unknown = structuredClone(value);
  const { path } = random.pick(places);
  const holder = path
    .slice(0, -1)
    .reduce<unknown>((part, step) => (part as Holder)[step], copy) as Holder;
  change(holder, path.at(-1)!, random);
  return copy;
}

type Holder = Record<string, unknown>;

function change(holder: Holder, name: string, random: Random): void {
  const was = holder[name];
  const put = (value: unknown, at = name): void => {
    // Not an assignment: a member called __proto__ is a member too.
    Object.defineProperty(holder, at, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  };
  switch (random.below(9)) {
    case 0:
      if (Array.isArray(holder)) holder.splice(Number(name), 1);
      else Reflect.deleteProperty(holder, name);
      return;
    case 1:
      if (Array.isArray(holder)) holder.push(was);
      else
        put(
          strangeValue(random),
          random.pick([`${name}x`, strangeText(random)]),
        );
      return;
    case 2:
      put(typeof was === "number" ? String(was) : Number(was));
      return;
    case 3:
      put(typeof was === "number" ? -was : [was]);
      return;
    case 4:
      put(typeof was === "number" ? was + 0.01 : { [name]: was });
      return;
    case 5:
      put(
        typeof was === "number" ? strangeNumber(random) : strangeText(random),
      );
      return;
    case 6:
      put(null);
      return;
    case 7:
      put(
        Array.isArray(was)
          ? Array.from(
              { length: random.pick([0, 40, 1500]) },
              () => was[0] as unknown,
            )
          : strangeText(random),
      );
      return;
    default:
      put(strangeValue(random));
  }
}

interface Place {
  path: string[];
}

/** Every member and item of a value; of very large ones the first. */
function placesIn(
  value: unknown,
  path: string[] = [],
  found: Place[] = [],
): Place[] {
  if (typeof value !== "object" || value === null || path.length > 20)
    return found;
  for (const [name, member] of Object.entries(value)) {
    if (found.length > 2000) break;
    found.push({ path: [...path, name] });
    placesIn(member, [...path, name], found);
  }
  return found;
}

/** Numbers as no writer of JSON would have put them. */
const RAW_NUMBERS =
  "1e999 -0.0 00012 9007199254740993 12345678901234567890 0.1e1 1E+2 -1e-400 .5 5. +1 0x10 NaN".split(
    " ",
  );

/** The bytes with one thing wrong in them. */
export function mutatedBytes(bytes: Buffer, random: Random): Buffer {
  const text = (): string => bytes.toString("utf8");
  const at = random.below(bytes.length + 1);
  switch (random.below(9)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return Buffer.concat([
        bytes.subarray(0, at),
        random.bytes(random.between(1, 8)),
        bytes.subarray(at),
      ]);
    case 2: {
      const flipped = Buffer.from(bytes);
      if (at < flipped.length) flipped[at]! ^= 1 << random.below(8);
      return flipped;
    }
    case 3: {
      const numbers = [
        ...text().matchAll(/(?<=[:,[])-?\d+(\.\d+)?(?=[,}\]])/g),
      ];
      if (numbers.length === 0) return bytes;
      const { index, 0: was } = random.pick(numbers);
      const raw = random.pick(RAW_NUMBERS);
      return Buffer.from(
        text().slice(0, index) + raw + text().slice(index + was.length),
      );
    }
    case 4: {
      // A member twice.
      const members = [
        ...text().matchAll(/"\w+":("[^"]*"|-?\d[\d.]*|true|false|null),/g),
      ];
      if (members.length === 0) return bytes;
      const { index, 0: member } = random.pick(members);
      return Buffer.from(text().slice(0, index) + member + text().slice(index));
    }
    case 5:
      return Buffer.concat([Buffer.from("\ufeff"), bytes]);
    case 6:
      return Buffer.from(text(), random.pick(["utf16le", "latin1"] as const));
    case 7:
      return Buffer.concat([
        bytes,
        random.chance(0.5) ? bytes : Buffer.from(strangeText(random)),
      ]);
    default:
      return Buffer.from(strangeText(random));
  }
}

/** A body as it is sent: packed as its header says, or not. */
export function packed(
  body: Buffer,
  random: Random,
): { body: Buffer; encoding: string } {
  const encoding = random.pick([
    "gzip",
    "deflate",
    "br",
    "x-gzip",
    "identity",
    "gzip, gzip",
    "GZIP",
  ]);
  const whole = random.chance(0.2)
    ? body
    : encoding === "deflate"
      ? deflateSync(body)
      : gzipSync(body);
  return {
    encoding,
    body: random.chance(0.2)
      ? whole.subarray(0, random.below(whole.length + 1))
      : whole,
  };
}
