import { compareBytes } from "../verbs/byte-order.ts";

type Key = bigint | string;

/** As both engines order them: numbers by size, texts by their bytes. */
function compareKeys(one: Key, other: Key): number {
  if (typeof one === "string") return compareBytes(one, String(other));
  return one === other ? 0 : one < (other as bigint) ? -1 : 1;
}

/**
 * Rows in the order of a key, read beside those of another table that has the same key and the same order: some for each
 * of its rows, or none. Holds one piece of them.
 */
export class RowCursor<Row, Id extends Key = bigint> {
  readonly #pieces: AsyncIterator<Row[]>;
  readonly #keyOf: (row: Row) => Id;
  readonly #stray: (row: Row) => void;
  #piece: Row[] = [];
  #at = 0;
  #isEnded = false;

  private constructor(
    pieces: AsyncIterable<Row[]>,
    keyOf: (row: Row) => Id,
    stray: (row: Row) => void,
  ) {
    this.#pieces = pieces[Symbol.asyncIterator]();
    this.#keyOf = keyOf;
    this.#stray = stray;
  }

  /** `stray` is told of the rows that stand beside nothing. */
  static async over<Row, Id extends Key = bigint>(
    pieces: AsyncIterable<Row[]>,
    keyOf: (row: Row) => Id,
    stray: (row: Row) => void,
  ): Promise<RowCursor<Row, Id>> {
    const cursor = new RowCursor(pieces, keyOf, stray);
    await cursor.#fill();
    return cursor;
  }

  /** Whether the next row has this key or one before it; where it has not, there is no need to ask for rows. */
  reaches(key: Id): boolean {
    return !this.#isEnded && compareKeys(this.#keyOf(this.#head()), key) <= 0;
  }

  /** The rows with this key; those before it stand beside nothing. */
  async takeOf(key: Id): Promise<readonly Row[]> {
    if (!this.reaches(key)) return NONE;
    const own: Row[] = [];
    while (this.reaches(key)) {
      const row = await this.#take();
      if (compareKeys(this.#keyOf(row), key) === 0) own.push(row);
      else this.#stray(row);
    }
    return own;
  }

  /** All rows up to this key that have not been taken yet. */
  async takeUpTo(key: Id): Promise<readonly Row[]> {
    if (!this.reaches(key)) return NONE;
    const taken: Row[] = [];
    while (this.reaches(key)) taken.push(await this.#take());
    return taken;
  }

  /** What is left stands beside nothing. */
  async end(): Promise<void> {
    while (!this.#isEnded) this.#stray(await this.#take());
  }

  #head(): Row {
    return this.#piece[this.#at]!;
  }

  async #take(): Promise<Row> {
    const row = this.#head();
    this.#at++;
    if (this.#at === this.#piece.length) await this.#fill();
    return row;
  }

  async #fill(): Promise<void> {
    const next = await this.#pieces.next();
    this.#isEnded = next.done === true;
    this.#piece = next.done === true ? [] : next.value;
    this.#at = 0;
  }
}

const NONE: readonly never[] = [];
