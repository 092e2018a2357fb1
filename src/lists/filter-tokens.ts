import type { Operator } from "./list-request.ts";

/** A piece of a filter. `at` is its place in the text, from 1, for messages. */
export type Token = { at: number } & (
  | { kind: "open" | "close" | "and" | "or" | "end" }
  | { kind: "clause"; field: string; operator: Operator; value: string }
);

/** What is wrong with a filter and what would be right; fit for the caller to read. */
export class FilterFault extends Error {
  override readonly name = "FilterFault";
}

const SIGNS = [
  ["{", "open"],
  ["}", "close"],
  ["&&", "and"],
  ["||", "or"],
] as const;
const OPERATORS: readonly string[] = ["=", "!=", ">", "<", ">=", "<=", "~"];
const SPACE = /\s*/y;
const FIELD = /[A-Za-z][A-Za-z0-9_.]*/y;
const OPERATOR = /[=!<>~]+/y;
const QUOTED = /"((?:[^"\\]|\\["\\])*)"/y;
/** A value without quotes ends where the clause does. */
const UNQUOTED = /(?:(?!&&|\|\||[{}"])[^])*/y;
/** In a value without quotes each is more likely a filter mistyped than meant; `&` and `=` are in names and uuids. */
const SIGN_IN_VALUE = /[|<>!~]/;

/** How a value with the signs of the language in it is written; for messages. */
export const QUOTE_SIGNS =
  "text with | < > ! ~ { or } in it stands in double quotes";

/**
 * Cuts a filter into clauses and the signs between them. A value with spaces, `&` or `=` needs no quotes; one with
 * another sign of the language in it stands in double quotes, where a backslash precedes a quote or a backslash.
 */
export function tokenizeFilter(text: string): Token[] {
  const tokens: Token[] = [];
  const cut = new Cutter(text);
  for (;;) {
    cut.take(SPACE);
    const at = cut.place;
    const sign = SIGNS.find(([spelled]) => cut.skip(spelled));
    if (sign !== undefined) {
      tokens.push({ kind: sign[1], at });
      cut.take(SPACE);
      if (sign[1] === "close" && !cut.isAtEnd) throw outOfPlace("}", at);
    } else if (cut.isDone) {
      tokens.push({ kind: "end", at });
      return tokens;
    } else {
      tokens.push({ kind: "clause", at, ...readClause(cut) });
    }
  }
}

function readClause(cut: Cutter): {
  field: string;
  operator: Operator;
  value: string;
} {
  const at = cut.place;
  const field = cut.take(FIELD)?.[0];
  if (field === undefined) {
    throw new FilterFault(`a field is expected at character ${at}`);
  }
  cut.take(SPACE);
  const operator = cut.take(OPERATOR)?.[0];
  if (operator === undefined) {
    const twice = /%[0-9A-Fa-f]{2}/.test(cut.rest)
      ? "; the filter looks as if it had been URL-encoded twice"
      : "";
    throw new FilterFault(
      `an operator is expected at character ${cut.place}, after ${quote(field)}${twice}`,
    );
  }
  if (!OPERATORS.includes(operator)) {
    throw new FilterFault(
      `${operator} is no operator: use one of ${OPERATORS.join(" ")}`,
    );
  }
  cut.take(SPACE);
  const value = readValue(cut, field);
  return { field, operator: operator as Operator, value };
}

function readValue(cut: Cutter, field: string): string {
  const quoted = cut.take(QUOTED);
  if (quoted !== null) {
    cut.take(SPACE);
    if (!cut.isAtEnd) {
      throw new FilterFault(
        `after the closing quote at character ${cut.place - 1}, && or || or the end is expected`,
      );
    }
    return quoted[1]!.replace(/\\(["\\])/g, "$1");
  }
  const at = cut.place;
  const value = cut.take(UNQUOTED)![0].trim();
  if (cut.rest.startsWith('"')) {
    throw new FilterFault(
      `the quote at character ${cut.place} is out of place or never closed: put the whole value in double quotes, and \\ before a quote in it`,
    );
  }
  const index = value.search(SIGN_IN_VALUE);
  if (index >= 0) throw outOfPlace(value[index]!, at + index);
  if (cut.rest.startsWith("{")) throw outOfPlace("{", cut.place);
  if (value === "") {
    throw new FilterFault(
      `a value is expected for ${quote(field)} at character ${cut.place}`,
    );
  }
  return value;
}

function outOfPlace(sign: string, place: number): FilterFault {
  return new FilterFault(
    `the ${sign} at character ${place} is out of place: clauses are joined by && or ||, and ${QUOTE_SIGNS}`,
  );
}

/** Reads a text from left to right. */
class Cutter {
  readonly #text: string;
  #index = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get place(): number {
    return this.#index + 1;
  }

  get rest(): string {
    return this.#text.slice(this.#index);
  }

  get isDone(): boolean {
    return this.#index >= this.#text.length;
  }

  /** Where a clause or a group may end. */
  get isAtEnd(): boolean {
    return this.isDone || /^(?:\}|&&|\|\|)/.test(this.rest);
  }

  skip(sign: string): boolean {
    if (!this.#text.startsWith(sign, this.#index)) return false;
    this.#index += sign.length;
    return true;
  }

  /** The pattern must be sticky. */
  take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#index;
    const match = pattern.exec(this.#text);
    if (match !== null) this.#index += match[0].length;
    return match;
  }
}

/** A name as the caller wrote it, cut to a length fit for a message. */
export function quote(name: string): string {
  return name.length <= 64 ? name : `${name.slice(0, 64)}…`;
}
