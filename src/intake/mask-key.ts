import { endOfString } from "../receipts/read-body.ts";

const ASTERISK = 0x2a;
const BACKSLASH = 0x5c;
const QUOTE = 0x22;
/**
 * The key's own member, which is found even where a stray quote put the strings out of step. The bytes are read one for
 * one, so places in the text are places in the body.
 */
const KEY_MEMBERS = /"apiKey"\s*:\s*("(?:[^"\\]|\\.)*")/gs;

/**
 * A copy of the body in which every occurrence of the key is overwritten with `*` of equal length. A string that
 * spells the key with JSON escapes (`\u0041`) is overwritten as a whole.
 */
export function maskKey(body: Buffer, key: string): Buffer {
  const masked = Buffer.from(body);
  const spelled = Buffer.from(key);
  for (
    let at = masked.indexOf(spelled);
    at !== -1;
    at = masked.indexOf(spelled, at + spelled.length)
  ) {
    masked.fill(ASTERISK, at, at + spelled.length);
  }
  if (!masked.includes(BACKSLASH)) return masked;
  for (const { start, end } of stringsIn(masked))
    maskEscaped(masked, key, start, end);
  for (const match of masked.toString("latin1").matchAll(KEY_MEMBERS)) {
    const end = match.index + match[0].length;
    maskEscaped(masked, key, end - match[1]!.length, end);
  }
  return masked;
}

/** Strings as JSON spells them; one that is not closed runs to the end. Each byte is looked at once, whatever is sent. */
function* stringsIn(bytes: Buffer): Generator<{ start: number; end: number }> {
  let start = bytes.indexOf(QUOTE);
  while (start !== -1) {
    const end = endOfString(bytes, start);
    yield { start, end };
    start = bytes.indexOf(QUOTE, end);
  }
}

function maskEscaped(
  masked: Buffer,
  key: string,
  start: number,
  end: number,
): void {
  if (!masked.subarray(start, end).includes(BACKSLASH)) return;
  const literal = masked.toString("utf8", start, end);
  const closed = decode(literal);
  const text =
    closed ??
    decode(`${literal}"`) ??
    decode(`${literal.replace(CUT_ESCAPE, "")}"`);
  if (text?.includes(key) === true)
    masked.fill(ASTERISK, start + 1, closed === null ? end : end - 1);
}

/** What is left of an escape at the end of a body that breaks off. */
const CUT_ESCAPE = /\\(?:u[0-9A-Fa-f]{0,3})?$/;

function decode(literal: string): string | null {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return null;
  }
}
