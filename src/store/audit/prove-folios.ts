import { CLEARING_PREFIX } from "../../properties/property.ts";
import { compareBytes } from "../verbs/byte-order.ts";
import { NOTHING_THERE } from "./hotel-proof.ts";
import type { HotelProof } from "./hotel-proof.ts";
import type { RowCursor } from "./row-cursor.ts";

/** So many folios are summed up at a time; a hotel with more has its bills and postings read again for each so many. */
const FOLIOS_AT_ONCE = 200_000;

interface BalanceRow {
  folioId: string;
  balance: bigint;
  charged: bigint;
}

interface Folio {
  /** Null: it has none. */
  kept: BalanceRow | null;
  /** Σ postings, and Σ bills without tips. */
  balance: bigint;
  charged: bigint;
  hasPostings: boolean;
}

/**
 * Every folio's running totals are what its postings and bills sum to, every folio that is posted on is a reservation's
 * or a house account's, and no id is both.
 */
export async function proveFolios(
  proof: HotelProof,
  foliosAtOnce = FOLIOS_AT_ONCE,
): Promise<void> {
  await proveHouseAccounts(proof);
  const accounts = await Accounts.open(proof);
  const balances = proof.reader.pieces<BalanceRow>(
    "folio_balances",
    ["folioId", "balance", "charged"],
    ["folioId"],
  );
  let after: string | null = null;
  let folios = new Map<string, Folio>();
  const prove = async (upTo: string | null): Promise<void> => {
    await sumUp(proof, folios, isBetween(after, upTo));
    for (const [folioId, folio] of inOrder(folios))
      proveFolio(proof, folioId, folio, (await accounts.count(folioId)) > 0);
  };
  for await (const piece of balances) {
    for (const kept of piece) {
      folios.set(kept.folioId, { ...NOTHING, kept });
      if (folios.size < foliosAtOnce) continue;
      await prove(kept.folioId);
      after = kept.folioId;
      folios = new Map();
    }
  }
  await prove(null);
}

const NOTHING: Folio = {
  kept: null,
  balance: 0n,
  charged: 0n,
  hasPostings: false,
};

function isBetween(
  after: string | null,
  upTo: string | null,
): (folioId: string) => boolean {
  if (after === null && upTo === null) return () => true;
  return (folioId) =>
    (after === null || compareBytes(folioId, after) > 0) &&
    (upTo === null || compareBytes(folioId, upTo) <= 0);
}

/** What the postings and bills of the hotel come to on these folios, and on those that are missing among them. */
async function sumUp(
  { reader }: HotelProof,
  folios: Map<string, Folio>,
  isAmong: (folioId: string) => boolean,
): Promise<void> {
  const missingMax = folios.size + FOLIOS_AT_ONCE;
  const folioOf = (folioId: string): Folio | undefined => {
    const known = folios.get(folioId);
    if (known !== undefined || folioId.startsWith(CLEARING_PREFIX))
      return known;
    if (folios.size >= missingMax || !isAmong(folioId)) return undefined;
    const missing = { ...NOTHING };
    folios.set(folioId, missing);
    return missing;
  };
  const postings = reader.pieces<{
    postingId: bigint;
    folioId: string;
    gross: bigint;
  }>("postings", ["postingId", "folioId", "gross"], ["postingId"]);
  for await (const piece of postings) {
    for (const { folioId, gross } of piece) {
      const folio = folioOf(folioId);
      if (folio === undefined) continue;
      folio.balance += gross;
      folio.hasPostings = true;
    }
  }
  const bills = reader.pieces<{
    receiptId: bigint;
    billNo: bigint;
    folioId: string;
    amount: bigint;
  }>(
    "bills",
    ["receiptId", "billNo", "folioId", "amount"],
    ["receiptId", "billNo"],
  );
  for await (const piece of bills) {
    for (const { folioId, amount } of piece) {
      const folio = folioOf(folioId);
      if (folio !== undefined) folio.charged += amount;
    }
  }
}

function inOrder(folios: ReadonlyMap<string, Folio>): [string, Folio][] {
  return [...folios].sort(([one], [other]) => compareBytes(one, other));
}

function proveFolio(
  proof: HotelProof,
  folioId: string,
  { kept, balance, charged, hasPostings }: Folio,
  isKnown: boolean,
): void {
  const about = { folio: folioId };
  const told = (of: { balance: bigint; charged: bigint }): string =>
    `a balance of ${proof.money(of.balance)} with ${proof.money(of.charged)} charged`;
  const fits = kept?.balance === balance && kept.charged === charged;
  proof.expect(fits, "folio-balance", about, () => ({
    expected: `${told({ balance, charged })}, as posted`,
    found: kept === null ? NOTHING_THERE : told(kept),
  }));
  proof.expect(isKnown || !hasPostings, "folio-unknown", about, () => ({
    expected: "a reservation or house account of this id, as it is posted on",
    found: NOTHING_THERE,
  }));
}

/** An id is a reservation's or a house account's; those of clearing accounts are neither. */
async function proveHouseAccounts(proof: HotelProof): Promise<void> {
  const accounts = await Accounts.open(proof);
  const own = proof.reader.pieces<{ folioId: string }>(
    "house_accounts",
    ["folioId"],
    ["folioId"],
  );
  for await (const piece of own) {
    for (const { folioId } of piece) {
      const isOne =
        (await accounts.count(folioId)) === 1 &&
        !folioId.startsWith(CLEARING_PREFIX);
      proof.expect(isOne, "folio-unknown", { folio: folioId }, () => ({
        expected: "an id of this house account alone",
        found: "a reservation or clearing account of the same id",
      }));
    }
  }
}

type Asked = Pick<RowCursor<unknown, string>, "takeOf">;

/** The ids of reservations and house accounts, asked for in order. */
class Accounts {
  readonly #both: Asked[];

  private constructor(both: Asked[]) {
    this.#both = both;
  }

  static async open({ reader }: HotelProof): Promise<Accounts> {
    const notAskedFor = (): void => undefined;
    return new Accounts([
      await reader.beside<{ reservationId: string }, string>(
        "reservations",
        ["reservationId"],
        ["reservationId"],
        notAskedFor,
      ),
      await reader.beside<{ folioId: string }, string>(
        "house_accounts",
        ["folioId"],
        ["folioId"],
        notAskedFor,
      ),
    ]);
  }

  /** How many accounts have this id. */
  async count(id: string): Promise<number> {
    let count = 0;
    for (const accounts of this.#both)
      count += (await accounts.takeOf(id)).length;
    return count;
  }
}
