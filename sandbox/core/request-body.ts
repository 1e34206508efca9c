import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { invalidArgument, refusal, type Refusal } from "./answer";

/** Most bytes of a body, also of what it is unpacked to. The largest body that a stack sends is a state of a few hundred KiB. */
const MAX_BODY = 32 * 1024 * 1024;

const TOO_LARGE = refusal(413, "INVALID_ARGUMENT", "uploadTooLarge", "The request is too large.");

const unpack = promisify(gunzip);

/** The body of a request, unpacked, or why it is refused. */
export async function readRequestBody(request: IncomingMessage): Promise<Buffer | Refusal> {
  const bytes = await readBytes(request);
  if (bytes === undefined) return TOO_LARGE;
  if (request.headers["content-encoding"] !== "gzip") return bytes;
  try {
    return await unpack(bytes, { maxOutputLength: MAX_BODY });
  } catch (error) {
    const isLarge = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    return isLarge ? TOO_LARGE : invalidArgument("The body is not in the format of its Content-Encoding, gzip.");
  }
}

/** The body; undefined where it is larger than {@link MAX_BODY}. */
function readBytes(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BODY) chunks.push(chunk);
    });
    request.on("end", () => resolve(size <= MAX_BODY ? Buffer.concat(chunks) : undefined));
    request.on("error", () => resolve(undefined));
  });
}
