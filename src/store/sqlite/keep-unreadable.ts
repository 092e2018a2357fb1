import { hash } from "node:crypto";
import type { UnreadableRequest } from "../store.ts";
import { RefusedRows } from "./refused-rows.ts";
import type { WriteContext } from "./write-context.ts";
import { businessDateOf } from "../../properties/business-date.ts";
import { datesOf } from "../../folios/charge-dates.ts";
import { chainRootOf } from "../../folios/charge-effects.ts";
import { refusedKeyOf } from "./charge/identity-facts.ts";

/** Keeps what came from a till and is not posted: without money where it could not be read. */
export class KeepUnreadable {
  readonly #context: WriteContext;
  readonly #rows: RefusedRows;
  readonly #known;
  readonly #quota;

  constructor(context: WriteContext) {
    this.#context = context;
    this.#rows = new RefusedRows(context.db);
    this.#known = context.db.prepare<
      [string, Buffer],
      { refusedId: bigint; status: string }
    >(
      `SELECT r.refused_id AS refusedId, s.status FROM refused_receipts r
       JOIN refused_states s ON s.property_id = r.property_id AND s.refused_id = r.refused_id
       WHERE r.property_id = ? AND r.refused_key = ? ORDER BY s.state_no DESC LIMIT 1`,
    );
    this.#quota = context.db
      .prepare<[string, string, string, string, number], bigint>(
        `INSERT INTO refused_quotas (property_id, business_location_id, reason, day, kept) VALUES (?, ?, ?, ?, 1)
         ON CONFLICT (property_id, business_location_id, reason, day) DO UPDATE SET kept = refused_quotas.kept + 1
         WHERE refused_quotas.kept < ? RETURNING kept`,
      )
      .pluck();
  }

  keep(
    request: UnreadableRequest,
    body: Uint8Array | null,
  ): { refusedId: bigint | null } {
    const { propertyId } = request;
    const refusedId = this.#context.ids.one();
    const { charge } = request;
    const key =
      charge === null ? keyOf(request, body, refusedId) : refusedKeyOf(charge);
    const known = this.#known.get(propertyId, key);
    if (known !== undefined) return this.#repeat(request, known);
    if (!this.#fitsQuota(request)) return { refusedId: null };
    this.#insert(request, { refusedId, key, body });
    return { refusedId };
  }

  #repeat(
    request: UnreadableRequest,
    known: { refusedId: bigint; status: string },
  ): { refusedId: bigint } {
    const { refusedId, status } = known;
    const at = this.#context.now;
    this.#rows.addAttempt(request.propertyId, refusedId, { ...request, at });
    if (status === "dismissed") {
      const reopened = {
        status: "open",
        reason: "refused-again",
        receiptId: null,
        eventId: refusedId,
        at,
      };
      this.#rows.addState(request.propertyId, refusedId, reopened);
    }
    return { refusedId };
  }

  #fitsQuota({
    propertyId,
    businessLocationId,
    reason,
    receivedAt,
    keptPerDayMax,
  }: UnreadableRequest): boolean {
    if (keptPerDayMax === null) return true;
    if (keptPerDayMax < 1) return false;
    const day = new Date(receivedAt).toISOString().slice(0, 10);
    return (
      this.#quota.get(
        propertyId,
        businessLocationId,
        reason,
        day,
        keptPerDayMax,
      ) !== undefined
    );
  }

  #insert(
    request: UnreadableRequest,
    kept: { refusedId: bigint; key: Buffer; body: Uint8Array | null },
  ): void {
    const { propertyId, receivedAt, charge } = request;
    const { refusedId } = kept;
    const settings = this.#context.settings.get(propertyId);
    if (charge !== null && kept.body !== null) {
      const dates = datesOf(charge, settings);
      this.#rows.addCharge(
        charge,
        { refusedId, ...dates, chainRoot: chainRootOf(charge) },
        kept.body,
      );
    } else {
      this.#rows.receipt(
        propertyId,
        refusedId,
        kept.key,
        request.businessLocationId,
        0,
        receivedAt,
        request.sizeBytes,
        JSON.stringify(request.faults),
        businessDateOf(receivedAt, settings.property),
        receivedAt,
        ...UNKNOWN,
      );
      if (kept.body !== null) this.#rows.body(propertyId, refusedId, kept.body);
    }
    this.#rows.open(propertyId, refusedId, {
      ...request,
      at: this.#context.now,
    });
  }
}

/** Everything that only a read bill has. */
const UNKNOWN: null[] = Array<null>(12).fill(null);

/** The same bytes again are the same refused receipt; what was too large to keep is each its own. */
function keyOf(
  request: UnreadableRequest,
  body: Uint8Array | null,
  refusedId: bigint,
): Buffer {
  const content = body ?? Buffer.from(String(refusedId));
  const head = Buffer.from(
    `${request.businessLocationId}\n${body === null ? "unkept" : "bytes"}\n`,
  );
  return hash("sha256", Buffer.concat([head, content]), "buffer");
}
