import type { SqlValue } from "./sql-value.ts";

/** Rows of one table, in an order. Texts are ordered by their bytes; of rows alike in `orderBy`, any may come first. */
export interface OrderedRead {
  table: string;
  /** Another, of which a row at most has the same values in `by`; where none has, its columns are null. */
  joined?: { table: string; by: readonly string[] };
  /** Of either table. */
  columns: readonly string[];
  orderBy: readonly string[];
  /** Only rows that have these values in these columns. */
  equal?: Readonly<Record<string, SqlValue>>;
  /** Only rows that have any value in this column. */
  present?: string;
  /** Only rows that come after these values of `orderBy`. */
  after?: readonly SqlValue[] | null;
  /** Only rows up to these. */
  upTo?: readonly SqlValue[];
  limit?: number;
}

/**
 * A database as tables in any order, all of one moment, without holding more than a piece of them in memory: what a
 * move copies and an audit proves. Each engine has one.
 */
export interface OrderedTables {
  /** In the order in which the table has them. */
  columns(table: string): Promise<string[]>;
  /** Piece by piece, each row as an array in the order of the columns asked for. Several may be read side by side. */
  read(what: OrderedRead): AsyncIterable<SqlValue[][]>;
  count(table: string, equal: OrderedRead["equal"]): Promise<number>;
  /**
   * What the engine itself finds wrong with a table and its indexes, in its words; nothing where it has no such proof. No
   * answer of a statement tells: one that goes by a damaged index just finds fewer rows.
   */
  damages(table: string): Promise<string[]>;
  close(): Promise<void>;
}

/** How many rows a piece has. */
export const ROWS_AT_ONCE = 500;

/** The statement for either engine; `sign` is what stands before the number of a value. */
export function readStatement(
  {
    table,
    joined,
    columns,
    orderBy,
    equal = {},
    present,
    after,
    upTo,
    limit,
  }: OrderedRead,
  sign: "$" | "?",
): { text: string; values: SqlValue[] } {
  const values: SqlValue[] = [];
  const place = (value: SqlValue): string => sign + String(values.push(value));
  const wanted = Object.entries(equal).map(
    ([column, value]) => `${column} = ${place(value)}`,
  );
  if (present !== undefined) wanted.push(`${present} IS NOT NULL`);
  const key = `(${orderBy.join(", ")})`;
  if (after != null) wanted.push(`${key} > (${after.map(place).join(", ")})`);
  if (upTo !== undefined)
    wanted.push(`${key} <= (${upTo.map(place).join(", ")})`);
  const where = wanted.length === 0 ? "" : ` WHERE ${wanted.join(" AND ")}`;
  const bound = limit === undefined ? "" : ` LIMIT ${place(limit)}`;
  const from =
    joined === undefined
      ? table
      : `${table} LEFT JOIN ${joined.table} USING (${joined.by.join(", ")})`;
  return {
    text: `SELECT ${columns.join(", ")} FROM ${from}${where} ORDER BY ${orderBy.join(", ")}${bound}`,
    values,
  };
}

export function countStatement(
  table: string,
  equal: OrderedRead["equal"] = {},
  sign: "$" | "?",
): { text: string; values: SqlValue[] } {
  const wanted = Object.keys(equal).map(
    (column, index) => `${column} = ${sign}${index + 1}`,
  );
  const where = wanted.length === 0 ? "" : ` WHERE ${wanted.join(" AND ")}`;
  return {
    text: `SELECT count(*) FROM ${table}${where}`,
    values: Object.values(equal),
  };
}
