/** Where a text stops being JSON. Says nothing of what stands there: in our files it may be a key. */
export interface JsonFault {
  line: number;
  column: number;
  fault: string;
}

/**
 * Looks for the first place at which a text is not JSON, or gives a member twice, which JSON.parse lets pass and would
 * settle silently. Null where there is none. (JSON.parse quotes its input in its message and rarely says where.)
 */
export function findJsonFault(text: string): JsonFault | null {
  const scanner = new Scanner(text);
  try {
    scanner.document();
    return null;
  } catch (error) {
    if (error instanceof Stop)
      return { ...positionOf(text, error.at), fault: error.message };
    throw error;
  }
}

/** The lines, from 1, on which the items of the array at the root of a faultless document begin. */
export function linesOfItems(text: string): number[] {
  const scanner = new Scanner(text);
  scanner.document();
  let line = 1;
  let upTo = 0;
  return scanner.itemStarts.map((at) => {
    for (; upTo < at; upTo += 1) if (text.charCodeAt(upTo) === 10) line += 1;
    return line;
  });
}

/** Line and column, both from 1, of a place in a text. */
function positionOf(
  text: string,
  at: number,
): { line: number; column: number } {
  const before = text.slice(0, at);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: at - lineStart + 1 };
}

class Stop extends Error {
  readonly at: number;
  constructor(at: number, fault: string) {
    super(fault);
    this.at = at;
  }
}

const DEPTH_MAX = 64;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const SPACE = /[ \t\r\n]*/y;

class Scanner {
  /** Where the items of an array at the root begin. */
  readonly itemStarts: number[] = [];
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): void {
    this.#value(0);
    if (this.#peek() !== "")
      this.#stop("there is something after the end of the document");
  }

  #value(depth: number): void {
    if (depth > DEPTH_MAX) this.#stop("is nested too deeply");
    switch (this.#peek()) {
      case "{":
        this.#object(depth);
        return;
      case "[":
        this.#array(depth);
        return;
      case '"':
        this.#string();
        return;
      case "":
        return this.#stop("the file ends too early: a value is missing");
      default:
        if (this.#match(NUMBER) ?? this.#match(WORD)) return;
        this.#stop(
          "a value is expected here: text in double quotes, a number, true, false, null, { or [",
        );
    }
  }

  #object(depth: number): void {
    const names = new Set<string>();
    this.#at += 1;
    if (this.#takes("}")) return;
    do {
      if (this.#peek() !== '"') {
        this.#stop(
          "the name of a member in double quotes is expected here (is there a comma too many?)",
        );
      }
      const start = this.#at;
      const name = JSON.parse(this.#string()) as string;
      if (names.has(name)) {
        this.#at = start;
        this.#stop(
          "a member of this name was already given in the same object",
        );
      }
      names.add(name);
      if (!this.#takes(":"))
        this.#stop("a colon is expected after the name of a member");
      this.#value(depth + 1);
    } while (this.#takes(","));
    if (!this.#takes("}")) this.#stop("a comma or } is expected here");
  }

  #array(depth: number): void {
    this.#at += 1;
    if (this.#takes("]")) return;
    do {
      this.#match(SPACE);
      if (depth === 0) this.itemStarts.push(this.#at);
      this.#value(depth + 1);
    } while (this.#takes(","));
    if (!this.#takes("]")) this.#stop("a comma or ] is expected here");
  }

  #string(): string {
    return (
      this.#match(STRING) ??
      this.#stop(
        "this text does not end on its line, or has an escape that JSON does not know",
      )
    );
  }

  #takes(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at += 1;
    return true;
  }

  /** The next character that is not space; empty at the end. */
  #peek(): string {
    this.#match(SPACE);
    return this.#text.charAt(this.#at);
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) return null;
    this.#at += found.length;
    return found;
  }

  #stop(fault: string): never {
    throw new Stop(this.#at, fault);
  }
}
