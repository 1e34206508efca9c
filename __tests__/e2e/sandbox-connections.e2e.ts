import { Agent, request } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readData, writeData } from "../../sandbox/core/data-file";
import { startSandbox } from "../../sandbox/start";
import { PROJECT, OPTIONS } from "../support/sandbox";

/**
 * Many clients, each with a connection of its own that it keeps as Terraform does: states are written under locks, with
 * pauses longer than five seconds, after which Node closes an idle connection where nobody says otherwise. Longer by hand:
 * NETRA_CLIENT_SECONDS=120.
 */

const CLIENTS = 200;
const SECONDS = Number(process.env.NETRA_CLIENT_SECONDS ?? 15);
const BUCKET = "demo-project-state";

/** Sends a request on the one connection of an agent, and gives its status; rejects where the connection is lost. */
function sendOn(agent: Agent, url: string, method: string, body = ""): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(url, { agent, method, headers: { "Content-Length": Buffer.byteLength(body) } }, (answer) => {
      answer.resume();
      answer.once("end", () => resolve(answer.statusCode ?? 0));
      answer.once("error", reject);
    });
    call.once("error", reject);
    call.end(body);
  });
}

/** One client: takes a lock, writes a state, gives the lock back, and pauses. */
async function useStates(url: string, client: number, until: number): Promise<readonly string[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const found: string[] = [];
  const step = async (method: string, path: string, body?: string): Promise<void> => {
    const status = await sendOn(agent, `${url}${path}`, method, body).catch(
      (error: unknown) => (error as NodeJS.ErrnoException).code,
    );
    if (status !== 200 && status !== 204) found.push(`${method} ${path}: ${status}`);
  };
  const upload = (name: string): string => `/upload/storage/v1/b/${BUCKET}/o?uploadType=media&name=${name}`;
  while (performance.now() < until) {
    await step("POST", `${upload(`s${client}.tflock`)}&ifGenerationMatch=0`, "{}");
    await step("POST", upload(`s${client}.tfstate`), JSON.stringify({ client, padding: "x".repeat(2000) }));
    await step("GET", `/${BUCKET}/s${client}.tfstate`);
    await step("DELETE", `/storage/v1/b/${BUCKET}/o/s${client}.tflock`);
    // Around the five seconds, at another moment for each client and round.
    await sleep(4900 + Math.random() * 400);
  }
  agent.destroy();
  return found;
}

test(
  "two hundred clients lose no request in pauses longer than five seconds, while every change is written",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "netra-connections-"));
    const sandbox = await startSandbox({ ...OPTIONS, keep: (snapshot) => writeData(folder, snapshot) });
    const until = performance.now() + SECONDS * 1000;
    const lost = await Promise.all(
      Array.from({ length: CLIENTS }, (_, client) => useStates(sandbox.url, client, until)),
    );
    const requests = sandbox.journal.requests();
    process.stdout.write(`${PROJECT}: ${requests.length} requests of ${CLIENTS} clients in ${SECONDS} s\n`);
    await sandbox.close();
    const written = readData(folder);
    rmSync(folder, { recursive: true });
    expect(lost.flat()).toEqual([]);
    expect(requests.length).toBeGreaterThan(CLIENTS * 4);
    expect(written).toMatchObject({ counter: sandbox.store.snapshot().counter });
  },
  (SECONDS + 120) * 1000,
);
