import type { NightAudit } from "../../schemas/generated.ts";

/** A warning in words, for those who close the day. */
export function warningText({
  warning,
  count,
  amount,
}: NightAudit["warnings"][number]): string {
  const counted = warning === "unsettled" ? "bill" : "receipt";
  const receipts = count === 1 ? `1 ${counted}` : `${count} ${counted}s`;
  const words = WORDS[warning];
  const text =
    words === undefined ? `${receipts}: ${warning}` : words(receipts);
  return amount === null ? `${text}.` : `${text}: ${amount}.`;
}

const WORDS: Readonly<Record<string, (receipts: string) => string>> = {
  "refused-open": (receipts) =>
    `${receipts} refused and waiting for staff, on no folio`,
  unsettled: (bills) => `${bills} left unsettled on a clearing account`,
  unmapped: (receipts) =>
    `${receipts} with a line that no transaction code is mapped to`,
  "out-of-balance": (receipts) =>
    `${receipts} whose lines differ from the payments`,
  late: (receipts) => `${receipts} that came after their own date was closed`,
  "date-guessed": (receipts) =>
    `${receipts} that do not say when they were closed`,
  "answered-503": (receipts) =>
    `${receipts} posted although the till was told that it is not known`,
  "after-checkout": (receipts) =>
    `${receipts} on folios of guests who have left`,
  "over-credit-limit": (receipts) => `${receipts} above a credit limit`,
  "possible-double": (receipts) => `${receipts} that may have been rung twice`,
  "reversed-twice": (receipts) =>
    `${receipts} taking back what was taken back before`,
  "original-unknown": (receipts) =>
    `${receipts} taking back what was never received`,
};
