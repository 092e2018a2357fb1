/** The first business date after another on which there is anything; one look into an index each. */
export function nextDateAfter(property: string, date: string): string {
  const firsts = ["postings", "receipts", "refused_receipts"].map(
    (table) =>
      `SELECT min(t.business_date) AS first FROM ${table} t WHERE t.property_id = ${property} AND t.business_date > ${date}`,
  );
  return `(SELECT min(d.first) FROM (${firsts.join(" UNION ALL ")}) AS d)`;
}

/**
 * The business dates of a hotel, each `?` of which is the property: those that were closed, and the open ones on which
 * there is anything, found one after the other.
 */
export const DATES_WITH_BOOKS = `(
  SELECT b.property_id, b.business_date, b.status, b.closed_at, a.closed_by, a.gross, a.net, a.tax, a.tips
  FROM business_dates b
  JOIN night_audits a ON a.property_id = b.property_id AND a.business_date = b.business_date
  WHERE b.property_id = ? AND b.status = 'closed'
  UNION ALL
  SELECT o.property_id, o.business_date, 'open', NULL, NULL, NULL, NULL, NULL, NULL FROM (
    WITH RECURSIVE open_dates (property_id, business_date) AS (
      SELECT p.property_id, ${nextDateAfter(
        "p.property_id",
        "coalesce((SELECT max(c.business_date) FROM business_dates c WHERE c.property_id = p.property_id AND c.status = 'closed'), '')",
      )} FROM properties p WHERE p.property_id = ?
      UNION ALL
      SELECT n.property_id, ${nextDateAfter("n.property_id", "n.business_date")} FROM open_dates n
      WHERE n.business_date IS NOT NULL)
    SELECT * FROM open_dates) AS o
  WHERE o.business_date IS NOT NULL) AS b`;
