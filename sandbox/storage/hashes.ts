import { createHash } from "node:crypto";
import { crc32c } from "../core/crc32c";
import { asText, type JsonObject } from "../core/json";

/** The checksums of an object, in base64 (https://cloud.google.com/storage/docs/data-validation). */
export function contentHashes(content: Buffer): JsonObject {
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32c(content));
  return { md5Hash: createHash("md5").update(content).digest("base64"), crc32c: checksum.toString("base64") };
}

/** The header by which clients check what they have downloaded; none for an object without checksums. */
export const hashHeader = ({ md5Hash, crc32c: checksum }: JsonObject): Readonly<Record<string, string>> =>
  md5Hash === undefined ? {} : { "X-Goog-Hash": `crc32c=${asText(checksum)},md5=${asText(md5Hash)}` };
