import type { Random } from "../../src/commands/simulate/random.ts";

/** Text that has broken programs before. */
const TEXTS = [
  "",
  " ",
  "0",
  "-0",
  "-1",
  "1e5",
  "NaN",
  "Infinity",
  "null",
  "true",
  "12.345678901234567890123",
  "9223372036854775807",
  "9223372036854775808",
  "99999999999999999999999999",
  "'",
  "' or ''='",
  '"; --',
  "$1",
  "%",
  "_",
  "%00",
  "\0",
  "a\0b",
  "\n\r\t",
  "\u202eabc",
  "\ufeff",
  "\ud800",
  "e\u0301",
  "ﬁ İ ß ẞ",
  "👩‍👩‍👧‍👦",
  "../../etc/passwd",
  "${7*7}",
  "{{7*7}}",
  "<script>alert(1)</script>",
  "=1+1",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "2026-02-30",
  "2026-11-20",
  "0000-00-00",
  "9999-12-31",
  "2026-11-20T19:27:33.243Z",
  "2026-11-20T25:61:61Z",
  "-271821-04-20T00:00:00Z",
  "+275760-09-13T00:00:00.001Z",
  "house:1",
  "hotel-0",
  "hotel-1",
  "EVENT-7",
  "001",
];

const NUMBERS = [
  0,
  -0,
  1,
  -1,
  0.1,
  -0.01,
  0.001,
  1e-7,
  1e15,
  1e21,
  1e300,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  0.1 + 0.2,
];

export function strangeText(random: Random): string {
  switch (random.below(8)) {
    case 0:
      return random.pick(TEXTS).repeat(random.pick([2, 20, 300]));
    case 1:
      return "x".repeat(random.pick([255, 256, 1000, 1001, 70_000]));
    case 2:
      return String.fromCharCode(
        ...Array.from({ length: random.between(1, 20) }, () =>
          random.below(0x1_00_00),
        ),
      );
    default:
      return random.pick(TEXTS);
  }
}

export function strangeNumber(random: Random): number {
  return random.chance(0.7)
    ? random.pick(NUMBERS)
    : random.between(-1_000_000, 1_000_000) / 10 ** random.below(6);
}

export function strangeValue(random: Random): unknown {
  switch (random.below(8)) {
    case 0:
      return null;
    case 1:
      return random.chance(0.5);
    case 2:
    case 3:
      return strangeNumber(random);
    case 4:
      return random.pick([[], {}, [[]], [null], { a: {} }, [{}, {}]]);
    case 5:
      return nested(random.pick([3, 60, 400]));
    default:
      return strangeText(random);
  }
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1)
    value = level % 2 === 0 ? [value] : { a: value };
  return value;
}
