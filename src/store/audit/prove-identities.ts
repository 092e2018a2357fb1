import type { HotelProof } from "./hotel-proof.ts";

export interface IdentifiedReceipt {
  receiptId: bigint;
  businessLocationId: string;
  uuid: string | null;
  fiscId: string | null;
  idempotencyKey: string | null;
  chainRoot: string | null;
  contentDigest: Uint8Array;
}

export interface IdentityRow {
  receiptId: bigint;
  kind: string;
  value: string;
  occurrence: bigint;
}

export const IDENTITY_MEMBERS = [
  "receiptId",
  "kind",
  "value",
  "occurrence",
] as const;

/** What a receipt is to be known again by. `shared`: an earlier receipt may have it instead. */
interface Identity {
  kind: string;
  value: string;
  isShared: boolean;
}

/** The receipt is known by each of its identities, each leads to it or, where another was first, to that one. */
export async function proveIdentities(
  proof: HotelProof,
  receipt: IdentifiedReceipt,
  rows: readonly IdentityRow[],
): Promise<void> {
  const about = { receipt: receipt.receiptId };
  const wanted = identitiesOf(receipt);
  for (const { kind, value, isShared } of wanted) {
    const own = rows.filter((row) => row.kind === kind && row.value === value);
    if (own.length === 1) continue;
    const led =
      own.length === 0 && isShared && (await isThere(proof, { kind, value }));
    proof.expect(led, "receipt-identity", about, () => ({
      expected: `its ${NAMES[kind]} ${value} leads to it`,
      found: own.length === 0 ? "it leads nowhere" : "it leads there twice",
    }));
  }
  for (const { kind, value, occurrence } of rows) {
    const isOwn = wanted.some(
      (one) => one.kind === kind && one.value === value,
    );
    proof.expect(isOwn, "receipt-identity", about, () => ({
      expected: `the ${NAMES[kind] ?? kind} ${value} leads to a receipt that has it`,
      found: "it leads to this one, which has another or none",
    }));
    const isUnique = USED_AGAIN.has(kind)
      ? occurrence >= 1n
      : occurrence === 1n;
    proof.expect(isUnique, "receipt-identity", about, () => ({
      expected: `the ${NAMES[kind] ?? kind} ${value} leads to one receipt`,
      found: `its use ${occurrence} leads to this one`,
    }));
  }
}

function identitiesOf(receipt: IdentifiedReceipt): Identity[] {
  const { uuid, fiscId, idempotencyKey, chainRoot, contentDigest } = receipt;
  const location = receipt.businessLocationId;
  const wanted: Identity[] = [];
  if (uuid !== null) wanted.push({ kind: "uuid", value: uuid, isShared: true });
  if (fiscId !== null)
    wanted.push({ kind: "fisc", value: fiscId, isShared: false });
  if (idempotencyKey !== null)
    wanted.push({
      kind: "key",
      value: `${location}/${idempotencyKey}`,
      isShared: true,
    });
  if (uuid === null && fiscId === null)
    wanted.push({
      kind: "content",
      value: `${location}/${Buffer.from(contentDigest).toString("hex")}`,
      isShared: true,
    });
  if (chainRoot !== null && chainRoot !== fiscId)
    wanted.push({ kind: "root", value: chainRoot, isShared: false });
  return wanted;
}

/** Device counters restart, and a chain has many receipts; everything else is unique for ever. */
const USED_AGAIN = new Set(["fisc", "root"]);

const NAMES: Record<string, string | undefined> = {
  uuid: "uuid",
  fisc: "fiscal id",
  key: "idempotency key",
  content: "content",
  root: "chain root",
};

async function isThere(
  { reader }: HotelProof,
  { kind, value }: { kind: string; value: string },
): Promise<boolean> {
  return (await reader.count("identities", { kind, value })) > 0;
}
