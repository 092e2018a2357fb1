import type pg from "pg";
import type { SqlValue } from "../../sql-value.ts";
import { plainText } from "./array-literal.ts";
import { ConnectionLost } from "./errors.ts";
import { DatabaseError } from "./pg.ts";

/** Asks one connection. Statements are not named, so that a pooler may hand every transaction another connection. */
export interface Sql {
  rows<Row>(text: string, ...values: SqlValue[]): Promise<Row[]>;
  /** The first row, if there is one. */
  row<Row>(text: string, ...values: SqlValue[]): Promise<Row | undefined>;
  /** Rows and how many were touched, whatever the statement is. */
  ask(
    text: string,
    ...values: SqlValue[]
  ): Promise<{ rows: unknown[]; changes: number }>;
  /** How many rows it touched. */
  run(text: string, ...values: SqlValue[]): Promise<number>;
}

/** A statement that has no answer by then has none: locks are waited for less long. */
const ANSWER_WITHIN_MS = 20_000;

export function sqlOn(client: pg.ClientBase): Sql {
  const ask = async <Row extends pg.QueryResultRow>(
    text: string,
    values: SqlValue[],
  ): Promise<pg.QueryResult<Row>> => {
    try {
      return await client.query<Row>({
        text,
        values: values.map(bound),
        query_timeout: ANSWER_WITHIN_MS,
      } as pg.QueryConfig);
    } catch (error) {
      throw lost(error);
    }
  };
  return {
    rows: async <Row>(text: string, ...values: SqlValue[]) =>
      (await ask(text, values)).rows as Row[],
    row: async <Row>(text: string, ...values: SqlValue[]) =>
      (await ask(text, values)).rows[0] as Row | undefined,
    ask: async (text, ...values) => {
      const { rows, rowCount } = await ask(text, values);
      return { rows, changes: rowCount ?? 0 };
    },
    run: async (text, ...values) => (await ask(text, values)).rowCount ?? 0,
  };
}

/** What the driver says when it is not the server that speaks. */
export function lost(error: unknown): unknown {
  return error instanceof DatabaseError
    ? error
    : new ConnectionLost(String(error), { cause: error });
}

function bound(value: SqlValue): unknown {
  return typeof value === "string" ? plainText(value) : value;
}
