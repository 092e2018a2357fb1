import type { Connection, Statement } from "./connection.ts";
import type { SqlValue } from "../sql-value.ts";

const SIZES = [32, 16, 8, 4, 2, 1];

/** Rows of one table on their way: inserted many to a statement, because a statement per row costs half as much again. */
export class BulkInsert {
  readonly #db: Connection;
  readonly #head: string;
  readonly #tail: string;
  readonly #columns: number;
  readonly #statements = new Map<number, Statement<SqlValue[], unknown>>();
  #values: SqlValue[] = [];

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
    for (const value of row) this.#values.push(value);
  }

  flush(): void {
    const values = this.#values;
    if (values.length === 0) return;
    let offset = 0;
    for (const size of SIZES) {
      const width = size * this.#columns;
      while (values.length - offset >= width) {
        this.#statement(size).runWith(
          offset === 0 && values.length === width
            ? values
            : values.slice(offset, offset + width),
        );
        offset += width;
      }
    }
    this.#values = [];
  }

  /** Forgets what was not inserted yet. */
  clear(): void {
    this.#values = [];
  }

  #statement(size: number): Statement<SqlValue[], unknown> {
    let statement = this.#statements.get(size);
    if (statement === undefined) {
      const row = `(${Array(this.#columns).fill("?").join(",")})`;
      statement = this.#db.prepare(
        this.#head + Array(size).fill(row).join(",") + this.#tail,
      );
      this.#statements.set(size, statement);
    }
    return statement;
  }
}
