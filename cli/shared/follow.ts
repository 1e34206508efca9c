import { closeSync, existsSync, openSync, readSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { readOutputLine, type OutputLine } from "./terraform-output";

const CHUNK_BYTES = 64 * 1024;

/**
 * Follows a file that Terraform is still writing.
 *
 * @param take - gets every whole line that is new since the last reading
 */
export function followLines(
  path: string,
  take: (line: OutputLine) => void,
): { readonly read: () => void; readonly isTorn: () => boolean } {
  const decoder = new StringDecoder("utf8");
  const buffer = Buffer.alloc(CHUNK_BYTES);
  let [position, rest] = [0, ""];
  const read = (): void => {
    if (!existsSync(path)) return;
    const file = openSync(path, "r");
    try {
      for (let size: number; (size = readSync(file, buffer, 0, CHUNK_BYTES, position)) > 0; position += size) {
        const lines = `${rest}${decoder.write(buffer.subarray(0, size))}`.split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) {
          const read = readOutputLine(line);
          if (read !== undefined) take(read);
        }
      }
    } finally {
      closeSync(file);
    }
  };
  // A disk that is full ends in the middle of a line.
  return { read, isTorn: () => rest !== "" };
}
