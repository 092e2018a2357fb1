import { buildBill, buildLine, buildPayment, voidOf } from "./bill.ts";
import type { Bill } from "./bill.ts";

/** What the hotel must make of a bill: reference (e) 1 to 16, with its figures. Decimal strings. */
export interface WorkedExample {
  name: string;
  /** Sent in this order. */
  bills: Bill[];
  /** Of the last bill. */
  gross: string;
  tax: string;
  tips: string;
  serviceCharge?: string;
  /** Sum of all its bills on each guest folio, after all of `bills`. */
  folios: Record<string, string>;
  /** Tax in the last bill's postings on folio 001, where the example gives it. */
  folioTax?: string;
  flags?: string[];
}

const base = (): Bill => buildBill();
const published = base();
const corrected = base();

const multi = {
  taxName: "MULTI",
  taxId: 0,
  taxRate: 1.1498,
  taxIncluded: false,
};
const gst = (taxAmount: number) => ({
  taxId: "1",
  taxName: "5% GST",
  taxAmount,
  taxRate: 1.05,
  taxIncluded: false,
});
const pst = (taxAmount: number) => ({
  taxId: "2",
  taxName: "9.975% PST",
  taxAmount,
  taxRate: 1.0998,
  taxIncluded: false,
});

export const workedExamples: WorkedExample[] = [
  {
    name: "e1: inclusive, one rate, tip",
    bills: [base()],
    gross: "11.00",
    tax: "0.79",
    tips: "1.00",
    folios: { "001": "12.00" },
    flags: [],
  },
  {
    name: "e2: void of e1",
    bills: [published, voidOf(published)],
    gross: "-11.00",
    tax: "-0.79",
    tips: "-1.00",
    folios: { "001": "0.00" },
    flags: [],
  },
  {
    name: "e3: tip correction from 1 to 2.50",
    bills: [
      corrected,
      voidOf(corrected),
      buildBill({
        initialAccountId: corrected["fiscId"],
        closeDate: "2026-11-20T20:01:00Z",
        payments: [buildPayment({ amount: 11, gratuity: 2.5 })],
      }),
    ],
    gross: "11.00",
    tax: "0.79",
    tips: "2.50",
    folios: { "001": "13.50" },
    flags: [],
  },
  {
    name: "e4: later day, 5.00 back",
    bills: [
      buildBill({
        transactions: [buildLine({ quantity: -1, unitAmount: 5, amount: -5 })],
        payments: [buildPayment({ amount: -5 })],
      }),
    ],
    gross: "-5.00",
    tax: "-0.36",
    tips: "0.00",
    folios: { "001": "-5.00" },
    flags: ["original-unknown"],
  },
  {
    name: "e5: exclusive, two taxes, apportioned service charge, enriched",
    bills: [
      buildBill({
        serviceCharge: { amount: 1, type: "APPORTIONED" },
        transactions: [
          buildLine({
            description: "Hamburger",
            sku: "H1",
            amount: 9,
            ...multi,
            type: "Sale",
            serviceChargeContribution: 0.9,
            taxLines: [gst(0.495), pst(0.9875)],
          }),
          buildLine({
            description: "Extra cheese",
            sku: "H2",
            amount: 1,
            ...multi,
            type: "Sale",
            serviceChargeContribution: 0.1,
            taxLines: [gst(0.055), pst(0.1097)],
          }),
        ],
        payments: [buildPayment({ amount: 12.65, gratuity: 2 })],
      }),
    ],
    gross: "12.65",
    tax: "1.65",
    tips: "2.00",
    serviceCharge: "1.00",
    folios: { "001": "14.65" },
    flags: [],
  },
  {
    name: "e6: exclusive, legacy payload, tax as a line",
    bills: [
      buildBill({
        transactions: [
          buildLine({
            amount: 2.6,
            taxRate: 1.13,
            taxName: "13% HST",
            taxIncluded: false,
          }),
          buildLine({
            amount: 3,
            sku: "F09",
            description: "Tea",
            taxRate: 1.13,
            taxName: "13% HST",
            taxIncluded: false,
          }),
          buildLine({
            amount: 0.73,
            taxRate: 1.13,
            taxName: "13% HST",
            taxIncluded: false,
          }),
        ],
        payments: [buildPayment({ amount: 6.33 })],
      }),
    ],
    gross: "6.33",
    tax: "0.73",
    tips: "0.00",
    folios: { "001": "6.33" },
    flags: [],
  },
  {
    name: "e7: exclusive, no tax detail",
    bills: [
      buildBill({
        transactions: [
          buildLine({
            amount: 10,
            taxRate: 1.13,
            taxName: "13% HST",
            taxIncluded: false,
          }),
        ],
        payments: [buildPayment({ amount: 11.3 })],
      }),
    ],
    gross: "11.30",
    tax: "1.30",
    tips: "0.00",
    folios: { "001": "11.30" },
    flags: [],
  },
  {
    name: "e8: inclusive, untaxed service charge of 10 %",
    bills: [
      buildBill({
        serviceCharge: { amount: 2, type: "UNTAXED" },
        transactions: [buildLine({ amount: 20, serviceChargeContribution: 2 })],
        payments: [buildPayment({ amount: 22 })],
      }),
    ],
    gross: "22.00",
    tax: "1.43",
    tips: "0.00",
    serviceCharge: "2.00",
    folios: { "001": "22.00" },
    flags: [],
  },
  {
    name: "e9: inclusive, apportioned service charge",
    bills: [
      buildBill({
        serviceCharge: { amount: 2, type: "APPORTIONED" },
        transactions: [buildLine({ amount: 20, serviceChargeContribution: 2 })],
        payments: [buildPayment({ amount: 22 })],
      }),
    ],
    gross: "22.00",
    tax: "1.57",
    tips: "0.00",
    serviceCharge: "2.00",
    folios: { "001": "22.00" },
    flags: [],
  },
  {
    name: "e10: line discount",
    bills: [
      buildBill({
        transactions: [
          buildLine({ amount: 30, taxRate: 1.081, type: "Sale" }),
          buildLine({ amount: -3, taxRate: 1.081, type: "LineDiscount" }),
        ],
        payments: [buildPayment({ amount: 27 })],
      }),
    ],
    gross: "27.00",
    tax: "2.02",
    tips: "0.00",
    folios: { "001": "27.00" },
    flags: [],
  },
  {
    name: "e11: account discount over two rates",
    bills: [
      buildBill({
        transactions: [
          buildLine({ amount: 40, taxRate: 1.07 }),
          buildLine({ amount: 20, taxRate: 1.19, sku: "W1" }),
          buildLine({ amount: -4, taxRate: 1.07, type: "AccountDiscount" }),
          buildLine({
            amount: -2,
            taxRate: 1.19,
            sku: "W1",
            type: "AccountDiscount",
          }),
        ],
        payments: [buildPayment({ amount: 54 })],
      }),
    ],
    gross: "54.00",
    tax: "5.23",
    tips: "0.00",
    folios: { "001": "54.00" },
    flags: [],
  },
  {
    name: "e12: partial payment",
    bills: [
      buildBill({
        transactions: [buildLine({ amount: 60 })],
        payments: [
          buildPayment({ amount: 35, gratuity: 3 }),
          buildPayment({
            amount: 25,
            gratuity: 2,
            methodCode: "CASH",
            methodName: "Cash",
            reservationId: null,
          }),
        ],
      }),
    ],
    gross: "60.00",
    tax: "4.29",
    tips: "5.00",
    folios: { "001": "38.00" },
    folioTax: "2.50",
    flags: [],
  },
  {
    name: "e13: two rooms",
    bills: [
      buildBill({
        transactions: [buildLine({ amount: 80.1 })],
        payments: [
          buildPayment({ amount: 40.05 }),
          buildPayment({ amount: 40.05, gratuity: 5, reservationId: "002" }),
        ],
      }),
    ],
    gross: "80.10",
    tax: "5.73",
    tips: "5.00",
    folios: { "001": "40.05", "002": "45.05" },
    flags: [],
  },
  {
    name: "e14: fully comped",
    bills: [
      buildBill({
        transactions: [
          buildLine({ amount: 9, type: "Sale" }),
          buildLine({ amount: -9, type: "AccountDiscount" }),
        ],
        payments: [buildPayment({ amount: 0 })],
      }),
    ],
    gross: "0.00",
    tax: "0.00",
    tips: "0.00",
    folios: { "001": "0.00" },
    flags: [],
  },
  {
    name: "e15: mirrored cash",
    bills: [
      buildBill({
        transactions: [buildLine({ amount: 6.4 })],
        payments: [
          buildPayment({
            amount: 6.4,
            methodCode: "CASH",
            methodName: "Cash",
            reservationId: null,
          }),
        ],
      }),
    ],
    gross: "6.40",
    tax: "0.46",
    tips: "0.00",
    folios: {},
    flags: [],
  },
  {
    name: "e16: tips do not count against the credit limit",
    bills: [
      buildBill({
        transactions: [buildLine({ amount: 45 })],
        payments: [
          buildPayment({ amount: 45, gratuity: 10, reservationId: "limit-50" }),
        ],
      }),
    ],
    gross: "45.00",
    tax: "3.22",
    tips: "10.00",
    folios: { "limit-50": "55.00" },
    flags: [],
  },
  {
    name: "e16: a room part within the limit of a bill above it",
    bills: [
      buildBill({
        transactions: [buildLine({ amount: 60 })],
        payments: [
          buildPayment({ amount: 30, reservationId: "limit-50" }),
          buildPayment({
            amount: 30,
            methodCode: "CASH",
            methodName: "Cash",
            reservationId: null,
          }),
        ],
      }),
    ],
    gross: "60.00",
    tax: "4.29",
    tips: "0.00",
    folios: { "limit-50": "30.00" },
    flags: [],
  },
  {
    name: "a charge above the credit limit is accepted and flagged",
    bills: [
      buildBill({
        transactions: [buildLine({ amount: 60 })],
        payments: [buildPayment({ amount: 60, reservationId: "limit-50" })],
      }),
    ],
    gross: "60.00",
    tax: "4.29",
    tips: "0.00",
    folios: { "limit-50": "60.00" },
    flags: ["over-credit-limit"],
  },
];
