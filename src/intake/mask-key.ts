const ASTERISK = 0x2a;
const BACKSLASH = 0x5c;
/**
 * Strings as JSON spells them, and the key's own member, which is found even where a stray quote put the strings out
 * of step. The bytes are read one for one, so places in the text are places in the body.
 */
const STRINGS = /"(?:[^"\\]|\\.)*"/gs;
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
  if (masked.includes(BACKSLASH)) {
    maskEscaped(masked, key, STRINGS);
    maskEscaped(masked, key, KEY_MEMBERS);
  }
  return masked;
}

function maskEscaped(masked: Buffer, key: string, pattern: RegExp): void {
  for (const match of masked.toString("latin1").matchAll(pattern)) {
    const literal = match[1] ?? match[0];
    if (!literal.includes("\\")) continue;
    const end = match.index + match[0].length;
    const start = end - literal.length;
    const text = decode(masked.toString("utf8", start, end));
    if (text?.includes(key)) masked.fill(ASTERISK, start + 1, end - 1);
  }
}

function decode(literal: string): string | null {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return null;
  }
}
