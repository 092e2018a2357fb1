/** The columns of the tables that a charge writes, in the order in which rows are built. */
export const CHARGE_TABLES = {
  receipts: columns(
    "property_id receipt_id receipt_number uuid fisc_id initial_account_id idempotency_key business_location_id kind gross tax tips service_charge business_date opened_at closed_at received_at table_name covers device_id owner_id owner_name revenue_center_id revenue_center_name chain_root content_version content_digest lines_digest lines payments from_refused_id",
  ),
  receipt_bodies: columns("property_id receipt_id body"),
  identities: columns("property_id kind value occurrence receipt_id"),
  bills: columns(
    "property_id receipt_id bill_no cause folio_id reservation_id amount gratuity first_posting_id posting_count closed_at lines_digest",
  ),
  postings: columns(
    "property_id posting_id receipt_id folio_id kind line_no description quantity net tax gross taxes transaction_code sku accounting_group_id accounting_group_name business_location_id revenue_center_id staff_id method_code method_name exact_gross business_date posted_at",
  ),
  flags: columns(
    "property_id subject_id flag_id subject_type folio_id posting_id flag action detail event_id at",
  ),
  links: columns(
    "property_id kind from_id link_id to_type to_id action event_id at",
  ),
  refund_states: columns(
    "property_id refund_id state_no status over_refunded event_id at",
  ),
  refused_receipts: columns(
    "property_id refused_id refused_key business_location_id readable received_at size_bytes faults business_date closed_at receipt_number uuid fisc_id idempotency_key kind gross tips chain_root content_version content_digest lines_digest payments",
  ),
  refused_bodies: columns("property_id refused_id body"),
  refused_bills: columns(
    "property_id refused_id reservation_id total closed_at lines_digest",
  ),
};

export type ChargeTable = keyof typeof CHARGE_TABLES;

function columns(names: string): readonly string[] {
  return names.split(" ");
}
