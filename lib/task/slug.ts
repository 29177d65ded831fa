/**
 * A text as a part of a file name: lower case, with hyphens for all but letters and digits.
 *
 * @param text Any text.
 * @returns Letters and digits with single hyphens between.
 */
export function slug(text: string): string {
  return text.toLowerCase().replaceAll("×", "x")
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-").replaceAll(/^-|-$/g, "");
}
