import { refusedKeyOf } from "../charge-identity.ts";
import { keepNewUnreadable, unreadableKey } from "../unreadable-rows.ts";
import type { UnreadableRequest } from "../contract/refused-receipts.ts";
import { RefusedRows } from "./refused-rows.ts";
import type { WriteContext } from "./write-context.ts";

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
      charge === null
        ? unreadableKey(request, body, refusedId)
        : refusedKeyOf(charge);
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
    const settings = this.#context.settings.get(request.propertyId);
    keepNewUnreadable(this.#rows, request, kept, {
      ...settings,
      now: this.#context.now,
    });
  }
}
