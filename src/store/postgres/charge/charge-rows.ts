import type { ChargeTable } from "../../charge-tables.ts";
import {
  ADD_TO_DAY_TOTALS,
  DAY_TOTAL_COLUMNS,
  DaySums,
} from "../../day-sums.ts";
import type { EffectsTarget } from "../../keep-effects.ts";
import { NOT_ANSWERED } from "../../keep-refused.ts";
import type { RefusedTarget } from "../../keep-refused.ts";
import type { SqlValue } from "../../sql-value.ts";
import type { Sql } from "../connection/sql.ts";
import { insertOf, Parameters, RowSet, unnested } from "../row-set.ts";

interface Balance {
  propertyId: string;
  folioId: string;
  balance: bigint;
  charged: bigint;
}

/** The rows of charges, gathered to be inserted by one statement. */
export class ChargeRows implements RefusedTarget {
  readonly receipts = new RowSet();
  readonly bodies = new RowSet();
  readonly identities = new RowSet();
  readonly bills = new RowSet();
  readonly postings = new RowSet();
  readonly flags = new RowSet();
  readonly links = new RowSet();
  readonly days = new DaySums();
  readonly refundStates = new RowSet();
  readonly #refused = new RowSet();
  readonly #refusedBodies = new RowSet();
  readonly #refusedBills = new RowSet();
  readonly #attempts = new RowSet();
  readonly #states = new RowSet();
  readonly #balances = new Map<string, Balance>();

  receipt(...row: SqlValue[]): void {
    this.#refused.add(...row);
  }

  body(...row: SqlValue[]): void {
    this.#refusedBodies.add(...row);
  }

  bill(...row: SqlValue[]): void {
    this.#refusedBills.add(...row);
  }

  addAttempt(
    propertyId: string,
    refusedId: bigint,
    attempt: Parameters_<RefusedTarget["addAttempt"]>[2],
  ): void {
    const { reason, httpStatus, at } = attempt;
    const status = httpStatus ?? NOT_ANSWERED;
    this.#attempts.add(propertyId, refusedId, reason, status, at);
  }

  addState(
    propertyId: string,
    refusedId: bigint,
    state: Parameters_<RefusedTarget["addState"]>[2],
  ): void {
    const { status, reason, receiptId, eventId, at } = state;
    this.#states.add(
      propertyId,
      refusedId,
      status,
      reason,
      receiptId,
      eventId,
      at,
    );
  }

  addToBalance(
    { propertyId, folioId }: { propertyId: string; folioId: string },
    change: { balance: bigint; charged: bigint },
  ): void {
    const key = `${propertyId}\n${folioId}`;
    const sum = this.#balances.get(key);
    if (sum === undefined) {
      this.#balances.set(key, { propertyId, folioId, ...change });
    } else {
      sum.balance += change.balance;
      sum.charged += change.charged;
    }
  }

  /** Σ bill amounts of a folio in these rows. */
  chargedOf(propertyId: string, folioId: string): bigint {
    return this.#balances.get(`${propertyId}\n${folioId}`)?.charged ?? 0n;
  }

  /** Bills of one batch never look for each other's rows. */
  mark: EffectsTarget["rows"]["mark"] = () => undefined;

  /** Takes over what another bill of the batch has come to. */
  append(other: ChargeRows): void {
    for (const [own, others] of [
      [this.receipts, other.receipts],
      [this.bodies, other.bodies],
      [this.identities, other.identities],
      [this.bills, other.bills],
      [this.postings, other.postings],
      [this.flags, other.flags],
      [this.links, other.links],
      [this.refundStates, other.refundStates],
      [this.#refused, other.#refused],
      [this.#refusedBodies, other.#refusedBodies],
      [this.#refusedBills, other.#refusedBills],
      [this.#attempts, other.#attempts],
      [this.#states, other.#states],
    ] as const) {
      for (const row of others.rows) own.rows.push(row);
    }
    for (const { propertyId, folioId, ...change } of other.#balances.values())
      this.addToBalance({ propertyId, folioId }, change);
    this.days.append(other.days);
  }

  /** All rows by one statement, whatever their number. `gate`: the one of their hotels that the transaction has locked. */
  async insert(sql: Sql, gate: number): Promise<void> {
    const parameters = new Parameters();
    const inserts: string[] = [];
    const table = (name: ChargeTable, { rows }: RowSet): void => {
      if (rows.length > 0) inserts.push(insertOf(name, rows, parameters));
    };
    table("receipts", this.receipts);
    table("identities", this.identities);
    table("bills", this.bills);
    table("postings", this.postings);
    table("flags", this.flags);
    table("links", this.links);
    table("refund_states", this.refundStates);
    table("refused_receipts", this.#refused);
    table("refused_bodies", this.#refusedBodies);
    table("refused_bills", this.#refusedBills);
    this.#addBodies(inserts, parameters);
    this.#addNumbered(inserts, parameters);
    this.#addBalances(inserts, parameters);
    this.#addDays(inserts, parameters, gate);
    if (inserts.length === 0) return;
    const parts = inserts.map((insert, index) => `i${index} AS (${insert})`);
    await sql.run(`WITH ${parts.join(",\n")} SELECT 1`, ...parameters.values);
  }

  /** As one piece of bytes, which travels as it is; as an array of texts it would be twice as long. */
  #addBodies(inserts: string[], parameters: Parameters): void {
    const { rows } = this.bodies;
    if (rows.length === 0) return;
    const bodies = rows.map((row) => row[2] as Uint8Array);
    let offset = 1;
    const places = rows.map(([propertyId, receiptId], index) => {
      const length = bodies[index]!.byteLength;
      const place: SqlValue[] = [propertyId!, receiptId!, offset, length];
      offset += length;
      return place;
    });
    const all = parameters.add(Buffer.concat(bodies));
    const columns = ["property_id", "receipt_id", "start", "length"];
    inserts.push(
      `INSERT INTO receipt_bodies (property_id, receipt_id, body)
       SELECT b.property_id, b.receipt_id, substring(${all}::bytea FROM b.start::int FOR b.length::int)
       FROM ${unnested(columns, places, parameters)} AS b(property_id, receipt_id, start, length)`,
    );
  }

  /** Attempts and states are numbered from what is there. */
  #addNumbered(inserts: string[], parameters: Parameters): void {
    const numbered = (
      table: string,
      number: string,
      columns: string,
      { rows }: RowSet,
      isUncounted = (_row: readonly SqlValue[]): boolean => false,
    ): void => {
      if (rows.length === 0) return;
      const counts = new Map<unknown, number>();
      const counted = rows.map((row): SqlValue[] => {
        const nth = (counts.get(row[1]) ?? 0) + (isUncounted(row) ? 0 : 1);
        counts.set(row[1], nth);
        return [...row, nth];
      });
      const all = ["property_id", "refused_id", ...columns.split(", ")];
      const values = unnested([...all, "nth"], counted, parameters);
      inserts.push(
        `INSERT INTO ${table} (${all.join(", ")}, ${number})
         SELECT ${all.map((name) => `u.${name}`).join(", ")}, u.nth + coalesce((SELECT max(n.${number}) FROM ${table} n
           WHERE n.property_id = u.property_id AND n.refused_id = u.refused_id), 0)
         FROM ${values} AS u(${all.join(", ")}, nth)`,
      );
    };
    numbered(
      "refused_attempts",
      "attempt_no",
      "reason, http_status, at",
      this.#attempts,
      (row) => row[3] === NOT_ANSWERED,
    );
    numbered(
      "refused_states",
      "state_no",
      "status, reason, receipt_id, event_id, at",
      this.#states,
    );
  }

  /** In one order, so that two batches never wait for each other. */
  #addBalances(inserts: string[], parameters: Parameters): void {
    if (this.#balances.size === 0) return;
    const columns = ["property_id", "folio_id", "balance", "charged"];
    const rows = [...this.#balances.values()].map((sum): SqlValue[] => [
      sum.propertyId,
      sum.folioId,
      sum.balance,
      sum.charged,
    ]);
    inserts.push(
      `INSERT INTO folio_balances (${columns.join(", ")})
       SELECT * FROM ${unnested(columns, rows, parameters)} AS u(${columns.join(", ")})
       ORDER BY u.property_id COLLATE "C", u.folio_id COLLATE "C"
       ON CONFLICT (property_id, folio_id) DO UPDATE SET balance = folio_balances.balance + excluded.balance,
         charged = folio_balances.charged + excluded.charged`,
    );
  }

  /** Nobody else who has not locked this gate writes its shard. */
  #addDays(inserts: string[], parameters: Parameters, gate: number): void {
    const rows = this.days.rows(gate);
    if (rows.length === 0) return;
    inserts.push(
      `INSERT INTO day_totals (${DAY_TOTAL_COLUMNS.join(", ")})
       SELECT * FROM ${unnested(DAY_TOTAL_COLUMNS, rows, parameters)}${ADD_TO_DAY_TOTALS}`,
    );
  }
}

type Parameters_<Verb extends (...args: never[]) => unknown> = Verb extends (
  ...args: infer Args
) => unknown
  ? Args
  : never;
