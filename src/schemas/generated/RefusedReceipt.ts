/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { BusinessDate } from "./BusinessDate.ts";
import type { Flags } from "./Flags.ts";
import type { Instant } from "./Instant.ts";
import type { MoneyText } from "./MoneyText.ts";
import type { RefusedDecision } from "./RefusedDecision.ts";
import type { RefusedGuest } from "./RefusedGuest.ts";
import type { RepostCandidate } from "./RepostCandidate.ts";
import type { ShapeFault } from "./ShapeFault.ts";

/**
 * A bill that was authenticated, or recovered from its sale, and not posted, kept until staff decide. One entry per identity and content: a repeat raises attempts. Its body is shown by one request of its own only.
 */
export interface RefusedReceipt {
  /**
   * Id of the entry.
   */
  id: string;
  /**
   * open: waiting for staff. reposted: put on a folio by staff. dismissed: set aside by staff with a reason. superseded: settled by a later bill of the till.
   */
  status: "open" | "reposted" | "dismissed" | "superseded";
  /**
   * Why it was refused, or why it was superseded: one short name such as reservation-unknown, guest-blocked, guest-checked-out, guest-due-in, reservation-not-named, content-conflict, reference-mismatch, malformed, wrong-shape, wrong-content-type, too-large, key-revoked. The list is open.
   */
  reason: string;
  /**
   * The status that the till got; null where none has sent it: the bill was recovered from its sale.
   */
  httpStatus: number | null;
  /**
   * How often the till sent it; 0 where it was recovered from its sale. What the till then sends after all is an entry of its own.
   */
  attempts: number;
  /**
   * Sum of its payments without tips; null where the bill could not be read.
   */
  gross: MoneyText | null;
  /**
   * The reservations it names, as sent.
   */
  reservationIds: string[];
  /**
   * Its room charges that name no reservation, in the order sent. A repost names each by its key in folioIds.
   */
  unnamedCharges: {
    /**
     * #1, #2 and so on; a number that is a reservation of the same bill is left out.
     */
    key: string;
    /**
     * Without the tip.
     */
    amount: MoneyText;
    gratuity: MoneyText;
  }[];
  /**
   * The outlet whose key it carried.
   */
  businessLocationId: string;
  /**
   * When it first arrived, or was recovered.
   */
  receivedAt: Instant;
  /**
   * When the till last sent it; null where none has.
   */
  lastAttemptAt: Instant | null;
  businessDate: BusinessDate;
  /**
   * Fiscal id of the account, where it could be read.
   */
  fiscId: string | null;
  /**
   * The 16 bytes that identify the bill at Lightspeed, as URL-safe base64 with padding, where they could be read.
   */
  uuid: string | null;
  /**
   * Size of the body as received.
   */
  sizeBytes: number;
  /**
   * What was wrong with its shape: where and what, never a value.
   */
  faults: ShapeFault[];
  /**
   * The receipt that stands for it now; null where none does.
   */
  receiptId: string | null;
  flags: Flags;
  /**
   * Whole minutes since it first arrived or was recovered; null where it is settled.
   */
  ageMinutes: number | null;
  /**
   * Those of the reservations it names that are known, as they are now.
   */
  guests: RefusedGuest[];
  /**
   * Whose it may be, where it is open and names no reservation: at most 20, the likeliest first. Only where a single entry is asked for; empty where it names whom it is for.
   */
  candidates?: RepostCandidate[];
  /**
   * What would put it on folios, in words for staff; null where it is settled.
   */
  remedy: string | null;
  /**
   * Who reposted or dismissed it; null where a till brought about its status.
   */
  decision: RefusedDecision | null;
}
