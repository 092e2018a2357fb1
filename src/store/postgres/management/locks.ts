import { arrayLiteral } from "../connection/array-literal.ts";
import type { Sql } from "../connection/sql.ts";

/**
 * What changes settings, keys or tokens goes one after the other in the whole installation, and shuts the gates of its
 * hotels: no bill is between facts and posting there. Makes every process read keys, tokens and settings again.
 */
export async function lockSettings(
  sql: Sql,
  propertyIds: readonly string[],
): Promise<void> {
  await sql.run(
    "SELECT value FROM installation WHERE name = 'settings_revision' FOR UPDATE",
  );
  await lockProperties(sql, propertyIds);
  await sql.run(
    `SELECT gate FROM charge_gates WHERE property_id = ANY($1::text[]) ORDER BY property_id, gate FOR UPDATE`,
    arrayLiteral(propertyIds),
  );
}

export async function raiseSettingsRevision(sql: Sql): Promise<void> {
  await sql.run(
    "UPDATE installation SET value = value + 1 WHERE name = 'settings_revision'",
  );
}

/** Acts of persons about one hotel go one after the other; bills do not wait for them here. */
export async function lockProperties(
  sql: Sql,
  propertyIds: readonly string[],
): Promise<void> {
  await sql.run(
    "SELECT property_id FROM properties WHERE property_id = ANY($1::text[]) ORDER BY property_id FOR NO KEY UPDATE",
    arrayLiteral(propertyIds),
  );
}
