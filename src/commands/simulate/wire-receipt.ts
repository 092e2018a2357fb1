import type { TillNumber } from "./till-number.ts";
import { writeTillNumber } from "./till-number.ts";

/** One closed bill as the simulated till keeps it. Ids are digits as text, so that 64 bits survive. */
export interface WireReceipt {
  name: string;
  openedAt: number;
  closedAt: number;
  covers: number;
  ownerId: string;
  ownerName: string;
  deviceId: string;
  businessExternalReference: string | null;
  receiptNumber: string | null;
  fiscId: string;
  initialAccountId: string;
  uuid: Buffer;
  revenueCenterId: string;
  revenueCenterName: string;
  lines: WireLine[];
  payments: WirePayment[];
  serviceCharge: { amount: TillNumber; type: "UNTAXED" | "APPORTIONED" } | null;
  /** Some tills pad every number to four decimals: `9.0000`. */
  padded: boolean;
}

export interface WireLine {
  unitAmount: TillNumber;
  quantity: TillNumber;
  amount: TillNumber;
  description: string;
  groupId: string;
  groupName: string;
  sku: string;
  /** Multiplier: 10,770 ten-thousandths for 7.7 %. */
  taxRate: TillNumber;
  taxName: string;
  taxIncluded: boolean;
  /** With the feature ENRICHED_PAYLOAD. */
  type: string | null;
  contribution: TillNumber | null;
  taxLines: WireTaxLine[] | null;
}

export interface WireTaxLine {
  taxId: string;
  taxName: string;
  taxAmount: TillNumber;
  taxRate: TillNumber;
  taxIncluded: boolean;
}

export interface WirePayment {
  amount: TillNumber;
  gratuity: TillNumber;
  methodCode: string;
  methodName: string;
  reservationId: string | null;
}

export type UuidAlphabet = "base64url" | "base64";

/** The body of `POST /charge`, byte for byte the same for the same receipt, key and alphabet. */
export function writeReceipt(
  receipt: WireReceipt,
  apiKey: string,
  alphabet: UuidAlphabet = "base64url",
): string {
  const staff = {
    staffId: digits(receipt.ownerId),
    staffName: text(receipt.ownerName),
  };
  const number = (value: TillNumber) => writeTillNumber(value, receipt.padded);
  return object({
    name: text(receipt.name),
    openDate: instant(receipt.openedAt),
    closeDate: instant(receipt.closedAt),
    covers: String(receipt.covers),
    ownerId: digits(receipt.ownerId),
    ownerName: text(receipt.ownerName),
    deviceId: digits(receipt.deviceId),
    businessExternalReference:
      receipt.businessExternalReference === null
        ? undefined
        : text(receipt.businessExternalReference),
    apiKey: text(apiKey),
    receiptId:
      receipt.receiptNumber === null ? "null" : text(receipt.receiptNumber),
    receipt: "null",
    fiscId: text(receipt.fiscId),
    uuid: text(writeUuid(receipt.uuid, alphabet)),
    id: "null",
    initialAccountId: text(receipt.initialAccountId),
    identifier: text(receipt.fiscId),
    revenueCenterId: digits(receipt.revenueCenterId),
    revenueCenterName: text(receipt.revenueCenterName),
    transactions: array(
      receipt.lines.map((line) => writeLine(line, staff, number)),
    ),
    payments: array(
      receipt.payments.map((payment) =>
        object({
          paymentDate: instant(receipt.closedAt - 150),
          ...staff,
          gratuity: number(payment.gratuity),
          amount: number(payment.amount),
          methodName: text(payment.methodName),
          methodCode: text(payment.methodCode),
          reservationId:
            payment.reservationId === null
              ? "null"
              : text(payment.reservationId),
        }),
      ),
    ),
    serviceCharge:
      receipt.serviceCharge === null
        ? undefined
        : object({
            amount: number(receipt.serviceCharge.amount),
            type: text(receipt.serviceCharge.type),
          }),
  });
}

/** The 16 bytes with padding; both alphabets are met in the field. */
function writeUuid(uuid: Buffer, alphabet: UuidAlphabet): string {
  const standard = uuid.toString("base64");
  return alphabet === "base64"
    ? standard
    : standard.replaceAll("+", "-").replaceAll("/", "_");
}

function writeLine(
  line: WireLine,
  staff: Members,
  number: (value: TillNumber) => string,
): string {
  const severalTaxes = (line.taxLines?.length ?? 0) > 1;
  return object({
    unitAmount: number(line.unitAmount),
    quantity: number(line.quantity),
    amount: number(line.amount),
    description: text(line.description),
    ...staff,
    groupId: digits(line.groupId),
    groupName: text(line.groupName),
    taxId: severalTaxes ? "0" : "141948669132801",
    taxName: text(severalTaxes ? "MULTI" : line.taxName),
    taxRate: number(line.taxRate),
    taxIncluded: String(line.taxIncluded),
    sku: text(line.sku),
    type: line.type === null ? undefined : text(line.type),
    serviceChargeContribution:
      line.contribution === null ? undefined : number(line.contribution),
    taxLines:
      line.taxLines === null
        ? undefined
        : array(
            line.taxLines.map((tax) =>
              object({
                taxId: text(tax.taxId),
                taxName: text(tax.taxName),
                taxAmount: number(tax.taxAmount),
                taxRate: number(tax.taxRate),
                taxIncluded: String(tax.taxIncluded),
              }),
            ),
          ),
  });
}

// The text is put together by hand because JSON.stringify can write neither 9.0000 nor a whole number of 64 bits.
type Members = Record<string, string | undefined>;

function object(members: Members): string {
  const written = Object.entries(members)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${text(name)}:${value}`);
  return `{${written.join(",")}}`;
}

const array = (items: string[]) => `[${items.join(",")}]`;
const text = (value: string) => JSON.stringify(value);
const digits = (value: string) => value;
const instant = (at: number) => text(new Date(at).toISOString());
