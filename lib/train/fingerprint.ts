/**
 * What tells data from others, however their file is laid out.
 *
 * @param data What JSON holds.
 * @returns The SHA-256 of their JSON, in hexadecimal digits.
 */
export async function fingerprint(data: unknown): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(data));
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return new Uint8Array(digest).toHex();
}
