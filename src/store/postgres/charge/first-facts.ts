import { chainRootOf } from "../../../folios/charge-effects.ts";
import type { Charge } from "../../../folios/charge-decision.ts";
import { closedAtOf } from "../../../folios/charge-dates.ts";
import type { ReservationStatus } from "../../../reservations/reservation.ts";
import { creditLeftOf } from "../../account-rows.ts";
import {
  identityValues,
  namedAccounts,
  refusedKeyOf,
} from "../../charge-identity.ts";
import { LOOK_ALIKES_MAX, MINUTES_APART_MS } from "../../look-alikes.ts";
import type { SqlValue } from "../../sql-value.ts";
import { arrayLiteral } from "../connection/array-literal.ts";
import type { Sql } from "../connection/sql.ts";

/** A receipt that has an identity in question; `n` is the number of the charge in its batch. */
export interface IdentityHit {
  n: number;
  kind: "uuid" | "key" | "content" | "fisc" | "root";
  value: string;
  occurrence: bigint;
  receiptId: bigint;
  uuid: string | null;
  fiscId: string | null;
  contentDigest: string;
  contentVersion: number;
  chainRoot: string | null;
}

export interface AccountHit {
  propertyId: string;
  folioId: string;
  type: "reservation" | "house-account";
  status: ReservationStatus;
  blocked: boolean;
  creditLeft: bigint | null;
}

export interface LookAlikeHit {
  n: number;
  folioId: string;
  type: "receipt" | "refused";
  id: bigint;
  uuid: string | null;
  chainRoot: string | null;
}

/** What one statement tells about every charge of a batch; for most bills it is all there is to know. */
export interface FirstFacts {
  revision: bigint;
  identities: IdentityHit[];
  refusedBefore: {
    n: number;
    refusedId: bigint;
    status: "open" | "reposted" | "dismissed" | "superseded";
    receiptId: bigint | null;
  }[];
  /** Refused receipts of the same chain. */
  refusedOfChain: { n: number; refusedId: bigint }[];
  accounts: AccountHit[];
  lookAlikes: LookAlikeHit[];
}

/** As JSON: sets of different shapes by one statement. Integers are text in it, because they are exact. */
const ACCOUNTS = `
  SELECT json_build_array(k.property_id, k.folio_id, 'reservation', a.status, a.blocked,
    (${creditLeftOf("a.reservation_id")})::text) AS item
  FROM unnest($12::text[], $13::text[]) AS k(property_id, folio_id)
  JOIN reservations a ON a.property_id = k.property_id AND a.reservation_id = k.folio_id
  UNION ALL
  SELECT json_build_array(k.property_id, k.folio_id, 'house-account',
    CASE a.retired WHEN 0 THEN 'in-house' ELSE 'checked-out' END, a.blocked, (${creditLeftOf("a.folio_id")})::text)
  FROM unnest($12::text[], $13::text[]) AS k(property_id, folio_id)
  JOIN house_accounts a ON a.property_id = k.property_id AND a.folio_id = k.folio_id`;

const IDENTITIES = `
  SELECT json_agg(json_build_array(k.n, i.kind, i.value, i.occurrence::text, i.receipt_id::text, r.uuid, r.fisc_id,
      encode(r.content_digest, 'hex'), r.content_version, r.chain_root))
    FROM unnest($1::int[], $2::text[], $3::text[], $4::text[]) AS k(n, property_id, kind, value)
    JOIN identities i ON i.property_id = k.property_id AND i.kind = k.kind AND i.value = k.value
    JOIN receipts r ON r.property_id = i.property_id AND r.receipt_id = i.receipt_id`;

const FACTS = `
SELECT
  (SELECT value FROM installation WHERE name = 'settings_revision') AS revision,
  (${IDENTITIES}) AS identities,
  (SELECT json_agg(json_build_array(k.n, r.refused_id::text, s.status, s.receipt_id::text))
    FROM unnest($5::int[], $6::text[], $7::text[]) AS k(n, property_id, key)
    JOIN refused_receipts r ON r.property_id = k.property_id AND r.refused_key = decode(k.key, 'hex')
    JOIN LATERAL (SELECT t.status, t.receipt_id FROM refused_states t
      WHERE t.property_id = r.property_id AND t.refused_id = r.refused_id ORDER BY t.state_no DESC LIMIT 1) s
      ON true) AS before,
  (SELECT json_agg(json_build_array(k.n, r.refused_id::text))
    FROM unnest($8::int[], $9::text[], $10::text[]) AS k(n, property_id, root)
    JOIN refused_receipts r ON r.property_id = k.property_id AND r.chain_root = k.root) AS chain,
  (SELECT json_agg(u.item) FROM (${ACCOUNTS}) u) AS accounts,
  (SELECT json_agg(json_build_array(k.n, k.folio_id, 'receipt', r.receipt_id::text, r.uuid, r.chain_root))
    FROM unnest($11::int[], $14::text[], $15::text[], $16::bigint[], $17::text[])
      AS k(n, property_id, folio_id, closed_at, digest)
    JOIN LATERAL (SELECT c.property_id, c.receipt_id FROM bills c
      WHERE c.property_id = k.property_id AND c.folio_id = k.folio_id AND c.reservation_id IS NOT NULL
        AND c.lines_digest = decode(k.digest, 'hex')
        AND c.closed_at BETWEEN k.closed_at - ${MINUTES_APART_MS} AND k.closed_at + ${MINUTES_APART_MS}
      LIMIT ${LOOK_ALIKES_MAX}) b ON true
    JOIN receipts r ON r.property_id = b.property_id AND r.receipt_id = b.receipt_id) AS alike,
  (SELECT json_agg(json_build_array(k.n, k.folio_id,
      CASE s.status WHEN 'open' THEN 'refused' ELSE 'receipt' END,
      (CASE s.status WHEN 'open' THEN r.refused_id ELSE s.receipt_id END)::text, r.uuid, r.chain_root))
    FROM unnest($11::int[], $14::text[], $15::text[], $16::bigint[], $17::text[])
      AS k(n, property_id, folio_id, closed_at, digest)
    JOIN LATERAL (SELECT c.property_id, c.refused_id FROM refused_bills c
      WHERE c.property_id = k.property_id AND c.reservation_id = k.folio_id
        AND c.lines_digest = decode(k.digest, 'hex')
        AND c.closed_at BETWEEN k.closed_at - ${MINUTES_APART_MS} AND k.closed_at + ${MINUTES_APART_MS}
      LIMIT ${LOOK_ALIKES_MAX}) b ON true
    JOIN refused_receipts r ON r.property_id = b.property_id AND r.refused_id = b.refused_id
    JOIN LATERAL (SELECT t.status, t.receipt_id FROM refused_states t
      WHERE t.property_id = r.property_id AND t.refused_id = r.refused_id ORDER BY t.state_no DESC LIMIT 1) s
      ON s.status = 'open' OR (s.status = 'reposted' AND s.receipt_id IS NOT NULL)) AS "refusedAlike"`;

type Items = unknown[][] | null;

interface FactsRow {
  revision: bigint;
  identities: Items;
  before: Items;
  chain: Items;
  accounts: Items;
  alike: Items;
  refusedAlike: Items;
}

export async function readFirstFacts(
  sql: Sql,
  charges: readonly Charge[],
): Promise<FirstFacts> {
  const row = (await sql.row<FactsRow>(FACTS, ...questions(charges)))!;
  return {
    revision: row.revision,
    identities: (row.identities ?? []).map(identityHit),
    refusedBefore: (row.before ?? []).map(([n, id, status, receiptId]) => ({
      n: n as number,
      refusedId: BigInt(id as string),
      status: status as FirstFacts["refusedBefore"][number]["status"],
      receiptId: exact(receiptId),
    })),
    refusedOfChain: (row.chain ?? []).map(([n, id]) => ({
      n: n as number,
      refusedId: BigInt(id as string),
    })),
    accounts: (row.accounts ?? []).map(accountHit),
    lookAlikes: [...(row.alike ?? []), ...(row.refusedAlike ?? [])].map(
      lookAlikeHit,
    ),
  };
}

/** Accounts that a chain member names or stands on, where the charge does not name them. */
export async function readAccounts(
  sql: Sql,
  accounts: readonly { propertyId: string; folioId: string }[],
): Promise<AccountHit[]> {
  const text = ACCOUNTS.replaceAll("$12", "$1").replaceAll("$13", "$2");
  const rows = await sql.rows<{ item: unknown[] }>(
    text,
    arrayLiteral(accounts.map(({ propertyId }) => propertyId)),
    arrayLiteral(accounts.map(({ folioId }) => folioId)),
  );
  return rows.map(({ item }) => accountHit(item));
}

/** Receipts that have an identity of these charges. */
export async function readIdentities(
  sql: Sql,
  charges: readonly Charge[],
): Promise<IdentityHit[]> {
  if (charges.length === 0) return [];
  const row = await sql.row<Pick<FactsRow, "identities">>(
    `SELECT (${IDENTITIES}) AS identities`,
    ...identityQuestions(charges),
  );
  return (row?.identities ?? []).map(identityHit);
}

function identityQuestions(charges: readonly Charge[]): string[] {
  const identities = new Columns(4);
  for (const [n, charge] of charges.entries()) {
    const ask = (kind: IdentityHit["kind"], value: string | null): void => {
      if (value !== null) identities.add(n, charge.propertyId, kind, value);
    };
    const values = identityValues(charge);
    ask("uuid", values.uuid);
    ask("key", values.key);
    if (values.uuid === null && values.fisc === null)
      ask("content", values.content);
    ask("fisc", values.fisc);
    const root = chainRootOf(charge);
    if (root !== values.fisc) ask("fisc", root);
    ask("root", root);
  }
  return identities.literals();
}

function questions(charges: readonly Charge[]): string[] {
  const before = new Columns(3);
  const roots = new Columns(3);
  const accounts = new Map<string, [string, string]>();
  const alike = new Columns(5);
  for (const [n, charge] of charges.entries()) {
    const { propertyId } = charge;
    const root = chainRootOf(charge);
    if (root !== null) roots.add(n, propertyId, root);
    before.add(n, propertyId, refusedKeyOf(charge).toString("hex"));
    const closedAt = closedAtOf(charge);
    for (const folioId of namedAccounts(charge)) {
      accounts.set(`${propertyId}\n${folioId}`, [propertyId, folioId]);
      const { linesDigest } = charge.identity;
      alike.add(n, propertyId, folioId, closedAt, linesDigest);
    }
  }
  const [alikeN, ...alikeRest] = alike.literals();
  const named = [...accounts.values()];
  return [
    ...identityQuestions(charges),
    ...before.literals(),
    ...roots.literals(),
    alikeN!,
    arrayLiteral(named.map(([propertyId]) => propertyId)),
    arrayLiteral(named.map(([, folioId]) => folioId)),
    ...alikeRest,
  ];
}

class Columns {
  readonly #columns: SqlValue[][];

  constructor(count: number) {
    this.#columns = Array.from({ length: count }, () => []);
  }

  add(...row: SqlValue[]): void {
    row.forEach((value, index) => this.#columns[index]!.push(value));
  }

  literals(): string[] {
    return this.#columns.map(arrayLiteral);
  }
}

function identityHit(item: unknown[]): IdentityHit {
  const [n, kind, value, occurrence, receiptId, uuid, fiscId, ...rest] = item;
  const [contentDigest, contentVersion, chainRoot] = rest;
  return {
    n: n as number,
    kind: kind as IdentityHit["kind"],
    value: value as string,
    occurrence: BigInt(occurrence as string),
    receiptId: BigInt(receiptId as string),
    uuid: uuid as string | null,
    fiscId: fiscId as string | null,
    contentDigest: contentDigest as string,
    contentVersion: Number(contentVersion),
    chainRoot: chainRoot as string | null,
  };
}

function accountHit(item: unknown[]): AccountHit {
  const [propertyId, folioId, type, status, blocked, creditLeft] = item;
  return {
    propertyId: propertyId as string,
    folioId: folioId as string,
    type: type as AccountHit["type"],
    status: status as ReservationStatus,
    blocked: blocked === 1,
    creditLeft: exact(creditLeft),
  };
}

function lookAlikeHit(item: unknown[]): LookAlikeHit {
  const [n, folioId, type, id, uuid, chainRoot] = item;
  return {
    n: n as number,
    folioId: folioId as string,
    type: type as LookAlikeHit["type"],
    id: BigInt(id as string),
    uuid: uuid as string | null,
    chainRoot: chainRoot as string | null,
  };
}

function exact(text: unknown): bigint | null {
  return text === null ? null : BigInt(text as string);
}
