import type { Charge, RepostOutcome } from "../folios/charge-decision.ts";
import type { SqlValue } from "./sql-value.ts";

/** One statement for either engine; its values stand in it as `$1`, `$2`, … */
export interface Statement {
  text: string;
  values: readonly SqlValue[];
  /** Takes locks and answers nothing: for the engine in which several transactions write at a time. */
  locks: boolean;
}

/**
 * A refused bill is put on folios on the path of every bill, which each engine has its own of: in this transaction, with
 * facts read behind the locks of that path.
 */
export interface RepostStep {
  repost: Charge;
}

export interface Answered {
  rows: unknown[];
  /** How many rows it touched. */
  changes: number;
}

/**
 * A verb that both engines run: it yields statements and is resumed with their answers, at once in SQLite, when the
 * server has answered in PostgreSQL. Written once, and in the order in which it happens. A statement that fails ends it:
 * its transaction is over, so there is nothing to catch.
 */
export type Steps<Answer> = Generator<Statement | RepostStep, Answer, unknown>;

export function* rows<Row>(text: string, ...values: SqlValue[]): Steps<Row[]> {
  const { rows: found } = (yield { text, values, locks: false }) as Answered;
  return found as Row[];
}

/** The first row, if there is one. */
export function* row<Row>(
  text: string,
  ...values: SqlValue[]
): Steps<Row | undefined> {
  return (yield* rows<Row>(text, ...values))[0];
}

/** How many rows it touched. */
export function* run(text: string, ...values: SqlValue[]): Steps<number> {
  return ((yield { text, values, locks: false }) as Answered).changes;
}

export function* takeRepost(repost: Charge): Steps<RepostOutcome> {
  return (yield { repost }) as RepostOutcome;
}

/** Where a transaction writes alone, it is not asked. */
export function* lock(text: string, ...values: SqlValue[]): Steps<void> {
  yield { text, values, locks: true };
}

/** `$2, $3, $4` for three values after the first. */
export function places(count: number, after: number): string {
  return Array.from({ length: count }, (_, n) => `$${after + n + 1}`).join(
    ", ",
  );
}

/** As many as a statement names at once. */
const CHUNK = 500;

export function* chunks<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let from = 0; from < items.length; from += CHUNK)
    yield items.slice(from, from + CHUNK);
}
