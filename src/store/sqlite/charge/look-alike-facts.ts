import type {
  Charge,
  LookAlike,
  MemberRef,
} from "../../../folios/charge-decision.ts";
import { chainRootOf } from "../../../folios/charge-effects.ts";
import type { Connection, SqlValue } from "../connection.ts";
import { StandingFlags } from "../standing-flags.ts";

const MINUTES_APART_MS = 10 * 60_000;

interface LookAlikeRow {
  type: MemberRef["type"];
  id: bigint;
  uuid: string | null;
  chainRoot: string | null;
}

/** Bills with the same lines on the same guest folio, minutes apart, of another chain: rung up twice by mistake? */
export class LookAlikeReader {
  readonly #flags: StandingFlags;
  readonly #rows;

  constructor(db: Connection) {
    this.#flags = new StandingFlags(db);
    this.#rows = db.prepare<SqlValue[], LookAlikeRow>(
      `SELECT 'receipt' AS type, b.receipt_id AS id, r.uuid, r.chain_root AS chainRoot FROM bills b
       JOIN receipts r ON r.property_id = b.property_id AND r.receipt_id = b.receipt_id
       WHERE b.property_id = ? AND b.folio_id = ? AND b.closed_at BETWEEN ? AND ? AND b.reservation_id IS NOT NULL
         AND b.cause = 'charge' AND r.lines_digest = ?
       UNION ALL
       SELECT 'refused', b.refused_id, r.uuid, r.chain_root FROM refused_bills b
       JOIN refused_receipts r ON r.property_id = b.property_id AND r.refused_id = b.refused_id
       WHERE b.property_id = ? AND b.reservation_id = ? AND b.closed_at BETWEEN ? AND ? AND r.lines_digest = ?
         AND (SELECT s.status FROM refused_states s WHERE s.property_id = r.property_id
              AND s.refused_id = r.refused_id ORDER BY s.state_no DESC LIMIT 1) = 'open'`,
    );
  }

  read(
    charge: Charge,
    folios: Iterable<string>,
    closedAt: number,
  ): Map<string, LookAlike[]> {
    const found = new Map<string, LookAlike[]>();
    const { propertyId } = charge;
    const digest = Buffer.from(charge.identity.linesDigest, "hex");
    const [from, to] = [
      closedAt - MINUTES_APART_MS,
      closedAt + MINUTES_APART_MS,
    ];
    for (const folioId of folios) {
      const half = [propertyId, folioId, from, to, digest];
      const rows = this.#rows
        .all(...half, ...half)
        .filter((row) => isAnother(row, charge));
      if (rows.length > 0) found.set(folioId, this.#flagged(propertyId, rows));
    }
    return found;
  }

  #flagged(propertyId: string, rows: LookAlikeRow[]): LookAlike[] {
    const names = this.#flags.namesOf(
      propertyId,
      rows.map((row) => row.id),
    );
    return rows.map(({ type, id }) => ({
      ref: { type, id },
      flagged: names.get(id)?.includes("possible-double") ?? false,
    }));
  }
}

function isAnother(row: LookAlikeRow, charge: Charge): boolean {
  const root = chainRootOf(charge);
  const sameChain = root !== null && row.chainRoot === root;
  const sameUuid =
    charge.identity.uuid !== null && row.uuid === charge.identity.uuid;
  return !sameChain && !sameUuid;
}
