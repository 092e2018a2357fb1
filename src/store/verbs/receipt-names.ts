import { idOf } from "../numbers.ts";
import { row, rows } from "../steps.ts";
import type { Steps } from "../steps.ts";

/** The receipts a name means, newest first, at most `limit`: by our id, else by fiscal id, else by receipt number. */
export function* receiptIdsOf(
  propertyId: string,
  name: string,
  limit: number,
): Steps<bigint[]> {
  const id = idOf(name);
  const own =
    id === null
      ? undefined
      : yield* row(
          "SELECT 1 FROM receipts WHERE property_id = $1 AND receipt_id = $2",
          propertyId,
          id,
        );
  if (id !== null && own !== undefined) return [id];
  const byFiscId = yield* rows<Found>(
    `SELECT receipt_id AS "receiptId" FROM identities WHERE property_id = $1 AND kind = 'fisc' AND value = $2
     ORDER BY receipt_id DESC LIMIT ${limit}`,
    propertyId,
    name,
  );
  const found =
    byFiscId.length > 0
      ? byFiscId
      : yield* rows<Found>(
          `SELECT receipt_id AS "receiptId" FROM receipts WHERE property_id = $1 AND receipt_number = $2
           ORDER BY receipt_id DESC LIMIT ${limit}`,
          propertyId,
          name,
        );
  return found.map(({ receiptId }) => receiptId);
}

interface Found {
  receiptId: bigint;
}
