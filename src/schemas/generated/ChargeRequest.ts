/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

import type { ChargeLine } from "./ChargeLine.ts";
import type { ChargePayment } from "./ChargePayment.ts";
import type { ServiceCharge } from "./ServiceCharge.ts";
import type { TillDateTime } from "./TillDateTime.ts";
import type { TillId } from "./TillId.ts";
import type { TillNumber } from "./TillNumber.ts";

/**
 * One closed bill, as a Lightspeed Restaurant K-Series till sends it to {base}/charge. Amounts are JSON numbers in the currency of the business. Lightspeed counts new members, new values and members that become optional as compatible, so unknown members are ignored and nearly every member may be null or absent; types are strict. Only the key and the payments are required, because without them nobody can say whose bill it is and what it comes to.
 */
export interface ChargeRequest {
  /**
   * Name of the table or tab; often empty.
   */
  name?: string | null;
  /**
   * When the bill was opened.
   */
  openDate?: TillDateTime;
  /**
   * When the bill was closed. The business date of the hotel follows from it.
   */
  closeDate?: TillDateTime;
  /**
   * Guests at the table; 0 where the till did not ask, decimals are possible.
   */
  covers?: TillNumber;
  /**
   * Id of the person the bill belongs to.
   */
  ownerId?: TillId;
  /**
   * Name of the person the bill belongs to.
   */
  ownerName?: string | null;
  /**
   * Id of the device. Fiscal ids are made of it: device 56397 gives A56397.3.
   */
  deviceId?: TillId;
  /**
   * The reference of the integration at Lightspeed. Where one is configured for the business location, the two must agree.
   */
  businessExternalReference?: string | null;
  /**
   * The key that was chosen when the provider was registered for the business location. On a charge it stands here, never in the address.
   */
  apiKey: string;
  /**
   * Number printed on the receipt, R<device>.<n>; null on a zero receipt.
   */
  receiptId?: string | null;
  /**
   * Plain text of the receipt, sent by older tills.
   */
  receipt?: string | null;
  /**
   * Fiscal id of the account, A<device>.<n>. Device counters restart now and then, so it can come back for another bill.
   */
  fiscId?: string | null;
  /**
   * The 16 bytes that identify the account, in either base64 alphabet with or without padding, or in the 36-character form.
   */
  uuid?: string | null;
  /**
   * A leftover without documented meaning; ignored.
   */
  id?: {
    [k: string]: unknown;
  };
  /**
   * Fiscal id of the first account of the chain. On an ordinary sale it equals fiscId, so it says by itself nothing about a reversal.
   */
  initialAccountId?: string | null;
  /**
   * Deprecated by Lightspeed; never used as a key.
   */
  identifier?: string | null;
  /**
   * Id of the POS configuration inside the location.
   */
  revenueCenterId?: TillId;
  /**
   * Name of the POS configuration inside the location.
   */
  revenueCenterName?: string | null;
  /**
   * The lines of the bill; empty or absent on a zero receipt.
   *
   * @maxItems 2000
   */
  transactions?: ChargeLine[] | null;
  /**
   * The tenders of the bill. They decide the money.
   *
   * @maxItems 100
   */
  payments: ChargePayment[];
  /**
   * Service charge of the whole bill.
   */
  serviceCharge?: ServiceCharge | null;
}
