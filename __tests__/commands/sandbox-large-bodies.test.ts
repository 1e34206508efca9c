import { gzipSync } from "node:zlib";
import { PROJECT, useSandboxServer } from "../support/sandbox";

/** Bodies as large as a sandbox takes, and larger. */

const { send, good, bad } = useSandboxServer("compute");
const NETWORKS = `/compute/v1/projects/${PROJECT}/global/networks`;

test("a body may be packed, is refused where it is not, and where it unpacks to too much", async () => {
  const packed = { "Content-Encoding": "gzip", "Content-Type": "application/json" };
  expect((await send("POST", NETWORKS, gzipSync(JSON.stringify({ name: "net" })), packed)).status).toBe(200);
  expect(await good("GET", `${NETWORKS}/net`)).toMatchObject({ name: "net" });
  expect((await send("POST", NETWORKS, "{}", packed)).status).toBe(400);
  expect((await send("POST", NETWORKS, gzipSync(Buffer.alloc(33 * 1024 * 1024)), packed)).status).toBe(413);
  expect(await bad("POST", NETWORKS, { name: "net" })).toMatch(/^409 alreadyExists/);
});

test("a body above 32 MiB is refused with 413 and stores nothing; the server goes on", async () => {
  const most = 32 * 1024 * 1024;
  expect(await bad("POST", NETWORKS, new Uint8Array(most + 1))).toBe("413 uploadTooLarge: The request is too large.");
  expect(await good("GET", NETWORKS)).toMatchObject({ items: [] });
});
