import type {
  Charge,
  LookAlike,
  MemberRef,
} from "../../../folios/charge-decision.ts";
import { chainRootOf } from "../../../folios/charge-effects.ts";
import type { Connection } from "../connection.ts";
import { StandingFlags } from "../standing-flags.ts";
import {
  isAnother,
  LOOK_ALIKES_MAX,
  MINUTES_APART_MS,
} from "../../look-alikes.ts";

interface Candidate {
  uuid: string | null;
  chainRoot: string | null;
}

/** Bills with the same lines on the same guest folio, minutes apart, of another chain: rung up twice by mistake? */
export class LookAlikeReader {
  readonly #flags: StandingFlags;
  readonly #billsNear;
  readonly #receipt;
  readonly #refusedNear;
  readonly #refused;
  readonly #state;

  constructor(db: Connection) {
    this.#flags = new StandingFlags(db);
    this.#billsNear = db
      .prepare<[string, string, Buffer, number, number], bigint>(
        `SELECT receipt_id FROM bills WHERE property_id = ? AND folio_id = ? AND lines_digest = ?
           AND closed_at BETWEEN ? AND ? AND reservation_id IS NOT NULL LIMIT ${LOOK_ALIKES_MAX}`,
      )
      .pluck();
    this.#receipt = db.prepare<[string, bigint], Candidate>(
      `SELECT uuid, chain_root AS chainRoot FROM receipts
       WHERE property_id = ? AND receipt_id = ?`,
    );
    this.#refusedNear = db
      .prepare<[string, string, Buffer, number, number], bigint>(
        `SELECT refused_id FROM refused_bills WHERE property_id = ? AND reservation_id = ? AND lines_digest = ?
           AND closed_at BETWEEN ? AND ? LIMIT ${LOOK_ALIKES_MAX}`,
      )
      .pluck();
    this.#refused = db.prepare<[string, bigint], Candidate>(
      `SELECT uuid, chain_root AS chainRoot FROM refused_receipts
       WHERE property_id = ? AND refused_id = ?`,
    );
    this.#state = db.prepare<
      [string, bigint],
      { status: string; receiptId: bigint | null }
    >(
      `SELECT status, receipt_id AS receiptId FROM refused_states
       WHERE property_id = ? AND refused_id = ? ORDER BY state_no DESC LIMIT 1`,
    );
  }

  read(
    charge: Charge,
    folios: Iterable<string>,
    closedAt: number,
  ): Map<string, LookAlike[]> {
    const found = new Map<string, LookAlike[]>();
    for (const folioId of folios) {
      const refs = this.#near(charge, folioId, closedAt);
      if (refs.length > 0)
        found.set(folioId, this.#flagged(charge.propertyId, refs));
    }
    return found;
  }

  #near(charge: Charge, folioId: string, closedAt: number): MemberRef[] {
    const { propertyId } = charge;
    const { uuid, linesDigest } = charge.identity;
    const digest = Buffer.from(linesDigest, "hex");
    const own = { uuid, chainRoot: chainRootOf(charge) };
    const isAlike = (row: Candidate | undefined): boolean =>
      row !== undefined && isAnother(row, own);
    const [from, to] = [
      closedAt - MINUTES_APART_MS,
      closedAt + MINUTES_APART_MS,
    ];
    const receipts = new Set(
      this.#billsNear.all(propertyId, folioId, digest, from, to),
    );
    const refused = this.#refusedNear.all(
      propertyId,
      folioId,
      digest,
      from,
      to,
    );
    const found = new Map<bigint, MemberRef>();
    for (const id of receipts) {
      if (isAlike(this.#receipt.get(propertyId, id)))
        found.set(id, { type: "receipt", id });
    }
    for (const id of refused) {
      if (!isAlike(this.#refused.get(propertyId, id))) continue;
      const ref = this.#standsFor(propertyId, id);
      if (ref !== null) found.set(ref.id, ref);
    }
    return [...found.values()];
  }

  /** An open one itself, one that was put on another folio by its receipt; the others count no more. */
  #standsFor(propertyId: string, refusedId: bigint): MemberRef | null {
    const { status, receiptId } = this.#state.get(propertyId, refusedId)!;
    if (status === "open") return { type: "refused", id: refusedId };
    return status === "reposted" && receiptId !== null
      ? { type: "receipt", id: receiptId }
      : null;
  }

  #flagged(propertyId: string, refs: readonly MemberRef[]): LookAlike[] {
    const names = this.#flags.namesOf(
      propertyId,
      refs.map((ref) => ref.id),
    );
    return refs.map((ref) => ({
      ref,
      flagged: names.get(ref.id)?.includes("possible-double") ?? false,
    }));
  }
}
