import type { Connection, Statement } from "./connection.ts";
import type { SqlValue } from "../sql-value.ts";

const SIZES = [32, 16, 8, 4, 2, 1];

/** A statement for so many rows, and where their values are put one after the other: once for all, because they are hundreds. */
interface Insertion {
  statement: Statement<SqlValue[], unknown>;
  values: SqlValue[];
}

/** Rows of one table on their way: inserted many to a statement, because a statement per row costs half as much again. */
export class BulkInsert {
  readonly #db: Connection;
  readonly #head: string;
  readonly #tail: string;
  readonly #columns: number;
  readonly #insertions = new Map<number, Insertion>();
  #rows: SqlValue[][] = [];

  constructor(
    db: Connection,
    table: string,
    columns: readonly string[],
    onConflict = "",
  ) {
    this.#db = db;
    this.#columns = columns.length;
    this.#tail = onConflict;
    this.#head = `INSERT INTO ${table} (${columns.join(", ")}) VALUES `;
  }

  /** Values in the order of the columns. */
  add(...row: SqlValue[]): void {
    this.#rows.push(row);
  }

  flush(): void {
    const rows = this.#rows;
    let inserted = 0;
    for (const size of SIZES) {
      for (; rows.length - inserted >= size; inserted += size)
        this.#insert(rows, inserted, size);
    }
    this.#rows = [];
  }

  /** Forgets what was not inserted yet. */
  clear(): void {
    this.#rows = [];
  }

  #insert(rows: readonly SqlValue[][], from: number, size: number): void {
    const { statement, values } = this.#insertion(size);
    let place = 0;
    for (let index = from; index < from + size; index += 1)
      for (const value of rows[index]!) values[place++] = value;
    if (place !== size * this.#columns)
      throw new Error("a row that has not the columns of its table");
    statement.runWith(values);
  }

  #insertion(size: number): Insertion {
    let insertion = this.#insertions.get(size);
    if (insertion === undefined) {
      const row = `(${Array(this.#columns).fill("?").join(",")})`;
      insertion = {
        statement: this.#db.prepare(
          this.#head + Array(size).fill(row).join(",") + this.#tail,
        ),
        values: Array<SqlValue>(size * this.#columns).fill(null),
      };
      this.#insertions.set(size, insertion);
    }
    return insertion;
  }
}
