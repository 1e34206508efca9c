import { createHash } from "node:crypto";

/** Secrets of the canary tests: each names its place, so that a text which holds one says where it came from. */

const planted = new Set<string>();

/**
 * A secret that stands in one place.
 *
 * @param place - lower-case letters and dashes
 */
export function canary(place: string): string {
  const secret = `Zq8canary-${place}-${createHash("sha256").update(place).digest("hex").slice(0, 16)}`;
  planted.add(secret);
  return secret;
}

/** How a text holds a secret without showing it: each base64 has three, by where the secret begins. */
const encoded = (secret: string): readonly string[] => {
  const bytes = Buffer.from(secret);
  const inside = [0, 1, 2].map((offset) =>
    Buffer.concat([Buffer.alloc(offset), bytes])
      .toString("base64")
      .slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6)),
  );
  return [secret, ...inside, bytes.toString("hex")];
};

/** How every secret begins: a message that quotes only a part of one has this in it. */
const BEGINNING = "Zq8can";

/** The places whose secrets a text holds, in plain or encoded, and whether it holds the beginning of one. */
export const canariesIn = (text: string): readonly string[] => [
  ...[...planted].filter((secret) => encoded(secret).some((form) => text.includes(form))),
  ...(text.includes(BEGINNING) ? ["the beginning of one"] : []),
];
