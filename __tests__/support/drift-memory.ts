import { gunzipSync, gzipSync } from "node:zlib";

/** The hidden line of an issue in which drift-issue.sh keeps what it has told: severity by entry. */
export const driftMemory = (entries: Readonly<Record<string, string>>): string =>
  `<!-- netra-drift-state:${gzipSync(JSON.stringify(entries)).toString("base64")} -->`;

/** What stands packed in such a line. */
export const unpackedDrift = (packed: string): unknown =>
  JSON.parse(gunzipSync(Buffer.from(packed, "base64")).toString());
