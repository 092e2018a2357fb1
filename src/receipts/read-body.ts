import { isUtf8 } from "node:buffer";
import { randomBytes } from "node:crypto";

/** What is wrong with a body and where: a JSON pointer and the fault; never a value. */
export interface BodyFault {
  pointer: string;
  fault: string;
}

export type BodyReading =
  | {
      kind: "read";
      /** For the schema: numbers as JavaScript sees them. */
      request: unknown;
      /** For the receipt: numbers that JavaScript cannot hold exactly are `ExactNumber`. */
      exact: unknown;
    }
  | { kind: "unreadable"; faults: BodyFault[] };

/** A number with more digits than a double keeps, as it was written. */
export class ExactNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Members not known yet may be nested; the contract itself needs 5 levels. */
export const BODY_DEPTH_MAX = 64;

/**
 * Reads a JSON body without losing a digit or a member: not UTF-8, not JSON, too deep, a member given twice or named
 * `__proto__` is a fault. One pass over the bytes tells whether the engine's parser is exact here, so that the slow way
 * is walked only where it is needed.
 */
export function readBody(body: Buffer): BodyReading {
  if (!isUtf8(body)) return unreadable("", "is not UTF-8");
  const shape = scan(body);
  if (shape.depth > BODY_DEPTH_MAX) {
    return unreadable("", `is nested deeper than ${BODY_DEPTH_MAX} levels`);
  }
  const text = body.toString("utf8");
  let request: unknown;
  try {
    request = JSON.parse(text);
  } catch (error) {
    // The engine's message quotes the body; only the place may be told.
    const place = /position (\d+)/.exec((error as Error).message)?.[1];
    return unreadable(
      "",
      place === undefined
        ? "is not complete JSON"
        : `is not JSON at character ${place}`,
    );
  }
  const parsed = request as object | null;
  const members =
    typeof parsed === "object" && parsed !== null ? countMembers(parsed) : 0;
  // An escape may hide the letters of a name.
  if (
    members !== shape.members ||
    text.includes("__proto__") ||
    text.includes("\\u")
  ) {
    const fault = findMemberFault(body);
    if (fault !== null) return { kind: "unreadable", faults: [fault] };
  }
  return {
    kind: "read",
    request,
    exact:
      shape.longNumbers.length === 0
        ? request
        : parseExactly(body, shape.longNumbers),
  };
}

function unreadable(pointer: string, fault: string): BodyReading {
  return { kind: "unreadable", faults: [{ pointer, fault }] };
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** After the closing quote of the string that opens at `start`. */
export function endOfString(bytes: Buffer, start: number): number {
  let at = start + 1;
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte === QUOTE) return at + 1;
    at += byte === BACKSLASH ? 2 : 1;
  }
  return bytes.length;
}

interface Shape {
  depth: number;
  /** Structural colons: members as written, repeated ones included. */
  members: number;
  /** Of more than 15 characters or with an exponent: a double gives back any other as it was written. */
  longNumbers: Place[];
}

/** Bytes from `start` up to before `end`. */
interface Place {
  start: number;
  end: number;
}

function scan(bytes: Buffer): Shape {
  let depth = 0;
  let depthMax = 0;
  let members = 0;
  const longNumbers: Place[] = [];
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at]!;
    if (byte === QUOTE) {
      at = endOfString(bytes, at);
      continue;
    }
    if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (depth > depthMax) depthMax = depth;
    } else if (byte === 0x7d || byte === 0x5d) {
      depth -= 1;
    } else if (byte === 0x3a) {
      members += 1;
    } else if (byte >= 0x30 && byte <= 0x39) {
      const first = at;
      let hasExponent = false;
      while (isNumberByte(bytes[at + 1])) {
        at += 1;
        if (bytes[at] === 0x65 || bytes[at] === 0x45) hasExponent = true;
      }
      if (hasExponent || at - first >= 15) {
        const start = bytes[first - 1] === 0x2d ? first - 1 : first;
        longNumbers.push({ start, end: at + 1 });
      }
    }
    at += 1;
  }
  return { depth: depthMax, members, longNumbers };
}

function isNumberByte(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x2e ||
    byte === 0x65 ||
    byte === 0x45 ||
    byte === 0x2b ||
    byte === 0x2d
  );
}

/** How many members the parser kept, at any depth. */
function countMembers(value: object): number {
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) {
      if (typeof item === "object" && item !== null)
        count += countMembers(item);
    }
    return count;
  }
  for (const name in value) {
    count += 1;
    const item = (value as Record<string, unknown>)[name];
    if (typeof item === "object" && item !== null) count += countMembers(item);
  }
  return count;
}

/** The first member that its object has twice or that is named `__proto__`. The bytes are known to be JSON. */
function findMemberFault(bytes: Buffer): BodyFault | null {
  const open: { names: Set<string> | null; name: string; index: number }[] = [];
  const fault = (text: string): BodyFault => ({
    pointer: open
      .map((level) => `/${level.names === null ? level.index : level.name}`)
      .join(""),
    fault: text,
  });
  let lastString = "";
  for (let at = 0; at < bytes.length; at++) {
    const level = open.at(-1);
    switch (bytes[at]) {
      case QUOTE: {
        const end = endOfString(bytes, at);
        lastString = JSON.parse(bytes.toString("utf8", at, end)) as string;
        at = end - 1;
        break;
      }
      case 0x7b:
        open.push({ names: new Set(), name: "", index: 0 });
        break;
      case 0x5b:
        open.push({ names: null, name: "", index: 0 });
        break;
      case 0x7d:
      case 0x5d:
        open.pop();
        break;
      case 0x2c:
        if (level !== undefined) level.index += 1;
        break;
      case 0x3a:
        if (level?.names) {
          level.name = lastString;
          if (lastString === "__proto__")
            return fault("is not an allowed name");
          if (level.names.has(lastString)) return fault("is given twice");
          level.names.add(lastString);
        }
        break;
      default:
    }
  }
  return null;
}

/** Begins the strings that stand for numbers while they are parsed; nobody else can know it. */
const NUMBER_MARK = randomBytes(12).toString("base64url");
const OPENING = Buffer.from(`"${NUMBER_MARK}`);
const CLOSING = Buffer.from('"');

/** A second parse, in which the long numbers are strings. A parser that keeps the text of every number takes four times as long. */
function parseExactly(body: Buffer, longNumbers: readonly Place[]): unknown {
  const marks = OPENING.length + CLOSING.length;
  const marked = Buffer.allocUnsafe(body.length + marks * longNumbers.length);
  let from = 0;
  let to = 0;
  for (const { start, end } of longNumbers) {
    to += body.copy(marked, to, from, start);
    to += OPENING.copy(marked, to);
    to += body.copy(marked, to, start, end);
    to += CLOSING.copy(marked, to);
    from = end;
  }
  body.copy(marked, to, from);
  return withNumbers(JSON.parse(marked.toString("utf8")));
}

/** The marked strings in it are numbers again, at any depth. */
function withNumbers(value: unknown): unknown {
  if (typeof value === "string")
    return value.startsWith(NUMBER_MARK)
      ? new ExactNumber(value.slice(NUMBER_MARK.length))
      : value;
  if (typeof value !== "object" || value === null) return value;
  const members = value as Record<string, unknown>;
  for (const name in members) {
    const member = members[name];
    if (typeof member === "string" || typeof member === "object")
      members[name] = withNumbers(member);
  }
  return members;
}

/** The distinct values of `"apiKey"` members in a body that could not be read. */
export function findApiKeys(body: Buffer): string[] {
  const found = new Set<string>();
  for (const match of body
    .toString("utf8")
    .matchAll(/"apiKey"\s*:\s*("(?:[^"\\]|\\.)*")/g)) {
    try {
      found.add(JSON.parse(match[1]!) as string);
    } catch {
      // A broken escape makes it no string value.
    }
  }
  return [...found];
}
