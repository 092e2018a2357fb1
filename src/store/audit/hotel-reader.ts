import type { OrderedRead, OrderedTables } from "../ordered-tables.ts";
import type { SqlValue } from "../sql-value.ts";
import { RowCursor } from "./row-cursor.ts";

type Narrowing = Pick<
  OrderedRead,
  "joined" | "equal" | "present" | "after" | "upTo"
>;

/**
 * The rows of one hotel as objects. Members are called as the columns, in camel case; a proof names those it needs and
 * says what they are.
 */
export class HotelReader {
  readonly #tables: OrderedTables;
  readonly #propertyId: string;
  readonly #progress: (rows: number) => void;

  constructor(
    tables: OrderedTables,
    propertyId: string,
    progress: (rows: number) => void,
  ) {
    this.#tables = tables;
    this.#propertyId = propertyId;
    this.#progress = progress;
  }

  /** Piece by piece, in the order of these members. */
  async *pieces<Row>(
    table: string,
    members: readonly (keyof Row & string)[],
    orderBy: readonly (keyof Row & string)[],
    narrowing: Narrowing = {},
  ): AsyncGenerator<Row[]> {
    const read = this.#tables.read({
      table,
      columns: members.map(columnOf),
      orderBy: orderBy.map(columnOf),
      ...narrowing,
      equal: { property_id: this.#propertyId, ...narrowing.equal },
    });
    for await (const piece of read) {
      yield piece.map((values) => objectOf(members, values) as Row);
      this.#progress(piece.length);
    }
  }

  /** To be read beside another table that has, in this order, what the first member of `orderBy` names. */
  async beside<Row, Id extends bigint | string = bigint>(
    table: string,
    members: readonly (keyof Row & string)[],
    orderBy: readonly [keyof Row & string, ...(keyof Row & string)[]],
    stray: (row: Row) => void,
    narrowing: Narrowing = {},
  ): Promise<RowCursor<Row, Id>> {
    const pieces = this.pieces<Row>(table, members, orderBy, narrowing);
    const keyOf = (row: Row): Id => row[orderBy[0]] as Id;
    return await RowCursor.over(pieces, keyOf, stray);
  }

  /** Of tables that are small in every hotel. */
  async all<Row>(
    table: string,
    members: readonly (keyof Row & string)[],
    orderBy: readonly (keyof Row & string)[],
    narrowing: Narrowing = {},
  ): Promise<Row[]> {
    const rows: Row[] = [];
    for await (const piece of this.pieces(table, members, orderBy, narrowing))
      for (const row of piece) rows.push(row);
    return rows;
  }

  count(table: string, equal: OrderedRead["equal"] = {}): Promise<number> {
    const own = { property_id: this.#propertyId, ...equal };
    return this.#tables.count(table, own);
  }
}

function columnOf(member: string): string {
  return member.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function objectOf(
  members: readonly string[],
  values: readonly SqlValue[],
): Record<string, SqlValue> {
  const row: Record<string, SqlValue> = {};
  for (let index = 0; index < members.length; index++)
    row[members[index]!] = values[index]!;
  return row;
}
