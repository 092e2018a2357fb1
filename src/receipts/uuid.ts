/**
 * A till's uuid in one spelling: 16 bytes as 32 lower-case hex digits. Read from base64 in either alphabet, padding
 * optional, or from the 36-character form (reference h 5). A text that is neither keeps its own spelling behind `text:`,
 * so that an odd till still has an identity.
 */
export function readUuid(text: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) {
    return text.replaceAll("-", "").toLowerCase();
  }
  if (/^[A-Za-z0-9+/_-]{22}(==)?$/.test(text)) {
    return Buffer.from(text, "base64url").toString("hex");
  }
  return `text:${text}`;
}

/** As the till writes it: base64 in the URL-safe alphabet, padded. */
export function formatUuid(uuid: string): string {
  if (uuid.startsWith("text:")) return uuid.slice("text:".length);
  return `${Buffer.from(uuid, "hex").toString("base64url")}==`;
}
