/* eslint-disable */
// Made from schemas/ by `npm run generate`; `npm run check:generated` compares. Not edited by hand.

export const SCHEMA_NAMES = [
  "AccountingGroupCode",
  "Acknowledgement",
  "ApiKey",
  "ApiKeyIssued",
  "ApiKeyList",
  "ApiKeyRequest",
  "Bill",
  "BusinessDate",
  "BusinessDateList",
  "BusinessDateSummary",
  "BusinessLocation",
  "ChargeLine",
  "ChargePayment",
  "ChargeRequest",
  "ComparedCounts",
  "ComparedDay",
  "ComparedLocation",
  "ComparedMethod",
  "ComparedOutcome",
  "ComparedPayments",
  "ComparedSums",
  "ComparedTotals",
  "DismissRequest",
  "Flags",
  "Folio",
  "GivenInstant",
  "Health",
  "HouseAccount",
  "HouseAccountBalance",
  "HouseAccountList",
  "Instant",
  "LightspeedAccountingGroup",
  "LightspeedAccountingGroups",
  "LightspeedBusinesses",
  "LightspeedClient",
  "LightspeedConsumer",
  "LightspeedDecimal",
  "LightspeedFinancials",
  "LightspeedId",
  "LightspeedInstant",
  "LightspeedPayment",
  "LightspeedPaymentMethods",
  "LightspeedProvider",
  "LightspeedProviderError",
  "LightspeedProviders",
  "LightspeedRevenueCenter",
  "LightspeedRevenueCenters",
  "LightspeedSale",
  "LightspeedSaleLine",
  "LightspeedSalesDay",
  "LightspeedSalesPage",
  "LightspeedTaxLine",
  "LightspeedTaxRates",
  "Link",
  "ManagementToken",
  "MoneyLimit",
  "MoneyText",
  "NightAudit",
  "PageLinks",
  "Posting",
  "PostingList",
  "Problem",
  "Property",
  "ProvisionedApiKey",
  "ProvisionedLocation",
  "ProvisionedProperty",
  "Provisioning",
  "QuantityText",
  "RateText",
  "Readiness",
  "Receipt",
  "ReceiptKind",
  "ReceiptLine",
  "ReceiptList",
  "ReceiptPayment",
  "ReceiptSummary",
  "Reconciliation",
  "ReconciliationItem",
  "ReconciliationItemList",
  "ReconciliationList",
  "ReconciliationRequest",
  "ReconciliationSummary",
  "Refund",
  "RefundList",
  "RefundMade",
  "RefundRequest",
  "RefusedDecision",
  "RefusedGuest",
  "RefusedReceipt",
  "RefusedReceiptList",
  "RepostCandidate",
  "RepostRequest",
  "Reservation",
  "ReservationList",
  "ReservationPatch",
  "ReservationPatches",
  "Reservations",
  "ReservationsAnswer",
  "RetailRefundLine",
  "RetailRefundMade",
  "RetailRefundPayment",
  "RetailRefundRequest",
  "RetailSaleLine",
  "RetailSalePayment",
  "SearchAnswer",
  "SearchHit",
  "ServiceCharge",
  "ShapeFault",
  "TaxLine",
  "TaxShare",
  "TillDateTime",
  "TillError",
  "TillId",
  "TillNumber",
  "TransactionCodes",
] as const;
export type SchemaName = (typeof SCHEMA_NAMES)[number];

export type * from "./generated/AccountingGroupCode.ts";
export type * from "./generated/Acknowledgement.ts";
export type * from "./generated/ApiKey.ts";
export type * from "./generated/ApiKeyIssued.ts";
export type * from "./generated/ApiKeyList.ts";
export type * from "./generated/ApiKeyRequest.ts";
export type * from "./generated/Bill.ts";
export type * from "./generated/BusinessDate.ts";
export type * from "./generated/BusinessDateList.ts";
export type * from "./generated/BusinessDateSummary.ts";
export type * from "./generated/BusinessLocation.ts";
export type * from "./generated/ChargeLine.ts";
export type * from "./generated/ChargePayment.ts";
export type * from "./generated/ChargeRequest.ts";
export type * from "./generated/ComparedCounts.ts";
export type * from "./generated/ComparedDay.ts";
export type * from "./generated/ComparedLocation.ts";
export type * from "./generated/ComparedMethod.ts";
export type * from "./generated/ComparedOutcome.ts";
export type * from "./generated/ComparedPayments.ts";
export type * from "./generated/ComparedSums.ts";
export type * from "./generated/ComparedTotals.ts";
export type * from "./generated/DismissRequest.ts";
export type * from "./generated/Features.ts";
export type * from "./generated/Flags.ts";
export type * from "./generated/Folio.ts";
export type * from "./generated/GivenInstant.ts";
export type * from "./generated/Health.ts";
export type * from "./generated/HouseAccount.ts";
export type * from "./generated/HouseAccountBalance.ts";
export type * from "./generated/HouseAccountList.ts";
export type * from "./generated/HouseAccounts.ts";
export type * from "./generated/Instant.ts";
export type * from "./generated/LightspeedAccountingGroup.ts";
export type * from "./generated/LightspeedAccountingGroups.ts";
export type * from "./generated/LightspeedBusinesses.ts";
export type * from "./generated/LightspeedClient.ts";
export type * from "./generated/LightspeedConsumer.ts";
export type * from "./generated/LightspeedDecimal.ts";
export type * from "./generated/LightspeedFinancials.ts";
export type * from "./generated/LightspeedId.ts";
export type * from "./generated/LightspeedInstant.ts";
export type * from "./generated/LightspeedPayment.ts";
export type * from "./generated/LightspeedPaymentMethods.ts";
export type * from "./generated/LightspeedProvider.ts";
export type * from "./generated/LightspeedProviderError.ts";
export type * from "./generated/LightspeedProviders.ts";
export type * from "./generated/LightspeedRevenueCenter.ts";
export type * from "./generated/LightspeedRevenueCenters.ts";
export type * from "./generated/LightspeedSale.ts";
export type * from "./generated/LightspeedSaleLine.ts";
export type * from "./generated/LightspeedSalesDay.ts";
export type * from "./generated/LightspeedSalesPage.ts";
export type * from "./generated/LightspeedTaxLine.ts";
export type * from "./generated/LightspeedTaxRates.ts";
export type * from "./generated/Link.ts";
export type * from "./generated/ManagementToken.ts";
export type * from "./generated/MoneyLimit.ts";
export type * from "./generated/MoneyText.ts";
export type * from "./generated/NightAudit.ts";
export type * from "./generated/PageLinks.ts";
export type * from "./generated/Posting.ts";
export type * from "./generated/PostingList.ts";
export type * from "./generated/Problem.ts";
export type * from "./generated/Property.ts";
export type * from "./generated/ProvisionedApiKey.ts";
export type * from "./generated/ProvisionedLocation.ts";
export type * from "./generated/ProvisionedProperty.ts";
export type * from "./generated/Provisioning.ts";
export type * from "./generated/QuantityText.ts";
export type * from "./generated/RateText.ts";
export type * from "./generated/Readiness.ts";
export type * from "./generated/Receipt.ts";
export type * from "./generated/ReceiptKind.ts";
export type * from "./generated/ReceiptLine.ts";
export type * from "./generated/ReceiptList.ts";
export type * from "./generated/ReceiptPayment.ts";
export type * from "./generated/ReceiptSummary.ts";
export type * from "./generated/Reconciliation.ts";
export type * from "./generated/ReconciliationItem.ts";
export type * from "./generated/ReconciliationItemList.ts";
export type * from "./generated/ReconciliationList.ts";
export type * from "./generated/ReconciliationRequest.ts";
export type * from "./generated/ReconciliationSummary.ts";
export type * from "./generated/Refund.ts";
export type * from "./generated/RefundList.ts";
export type * from "./generated/RefundMade.ts";
export type * from "./generated/RefundRequest.ts";
export type * from "./generated/RefusedDecision.ts";
export type * from "./generated/RefusedGuest.ts";
export type * from "./generated/RefusedReceipt.ts";
export type * from "./generated/RefusedReceiptList.ts";
export type * from "./generated/RepostCandidate.ts";
export type * from "./generated/RepostRequest.ts";
export type * from "./generated/Reservation.ts";
export type * from "./generated/ReservationList.ts";
export type * from "./generated/ReservationPatch.ts";
export type * from "./generated/ReservationPatches.ts";
export type * from "./generated/Reservations.ts";
export type * from "./generated/ReservationsAnswer.ts";
export type * from "./generated/RetailRefundLine.ts";
export type * from "./generated/RetailRefundMade.ts";
export type * from "./generated/RetailRefundPayment.ts";
export type * from "./generated/RetailRefundRequest.ts";
export type * from "./generated/RetailSaleLine.ts";
export type * from "./generated/RetailSalePayment.ts";
export type * from "./generated/SearchAnswer.ts";
export type * from "./generated/SearchHit.ts";
export type * from "./generated/ServiceCharge.ts";
export type * from "./generated/ShapeFault.ts";
export type * from "./generated/TaxLine.ts";
export type * from "./generated/TaxShare.ts";
export type * from "./generated/TillDateTime.ts";
export type * from "./generated/TillError.ts";
export type * from "./generated/TillId.ts";
export type * from "./generated/TillNumber.ts";
export type * from "./generated/TransactionCodes.ts";
