import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runChild } from "../../cli/shared/child";
import type { Report } from "../../verify/report";
import { AUTHORITY, IDENTITY, KEY, TOKEN } from "../support/misbehaving-edge";
import { NETRA } from "../support/program";
import { CASES, type Case } from "../support/real-servers/cases";
import { haproxyConfiguration, nginxConfiguration } from "../support/real-servers/configurations";
import { startRawUpstream } from "../support/real-servers/raw-upstream";
import { SERVERS, freePort, startFront, startServices } from "../support/real-servers/start";
import { ROOT } from "./terraform";

/**
 * `netra verify` against nginx, haproxy and uvicorn on this machine, each right but for one fault. It must say what is wrong
 * and nothing else: the symptoms and how many checks have each.
 */

/** Deadline of a whole run; the longest waits three times half a minute for every check. */
const DEADLINE_SECONDS = 600;
const TEST_MILLISECONDS = (DEADLINE_SECONDS + 120) * 1000;

interface Found {
  readonly code: number | null;
  readonly found: Readonly<Record<string, number>>;
  readonly output: string;
}

async function verify(given: Case): Promise<Found> {
  const [https, http, services] = [await freePort(), await freePort(), await freePort()];
  const folder = mkdtempSync(join(tmpdir(), "netra-real-"));
  const ca = join(folder, "ca.pem");
  writeFileSync(ca, AUTHORITY.cert);
  const running: { close: () => Promise<unknown> }[] = [];
  try {
    const { nginx, haproxy, raw, asked = "127.0.0.1", identity = IDENTITY } = given;
    const upstream = raw && (await startRawUpstream(raw));
    if (upstream) running.push(upstream);
    else if (!given.isDown) running.push(await startServices(services, given.fault));
    const ports = { https, http, services: upstream?.port ?? services };
    const where = { address: nginx?.address === "[::1]" ? "::1" : "127.0.0.1", port: https };
    if (nginx) running.push(await startFront("nginx", identity, (to) => nginxConfiguration(to, ports, nginx), where));
    if (haproxy)
      running.push(await startFront("haproxy", identity, (to) => haproxyConfiguration(to, ports, haproxy), where));
    const { only = "tls,redirect,route,socket" } = given;
    const args = ["--only", only, "--hold", "3", "--connect-to", `${asked}:${https}:${http}`, "--ca", ca];
    const { E2E_BYPASS_KEY: _own, ...env } = process.env;
    const { status, stdout, stderr } = await runChild(
      process.execPath,
      [...NETRA, "verify", "--environment", "trial", ...args, "--format", "json"],
      {
        cwd: ROOT,
        deadlineSeconds: DEADLINE_SECONDS,
        env: { ...env, NO_COLOR: "1", ...(given.hasKey !== false && { E2E_BYPASS_KEY: KEY }) },
      },
    );
    if (stdout === "") throw new Error(stderr);
    const report = JSON.parse(stdout) as Report;
    const symptoms = report.checks.flatMap(({ failure }) => failure?.symptom ?? []);
    const found: Record<string, number> = {};
    for (const symptom of symptoms) found[symptom] = (found[symptom] ?? 0) + 1;
    return { code: status, found, output: stdout + stderr };
  } finally {
    for (const each of running.reverse()) await each.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is not on this machine, and how it comes there. */
const missing = Object.values(SERVERS).filter((each) => each !== undefined);

for (const [name, given] of Object.entries(CASES)) {
  const judged = missing.length === 0 ? test : test.skip;
  judged(
    missing.length === 0 ? name : `${name} (skipped: ${missing.join("; ")})`,
    async () => {
      const { code, found, output } = await verify(given);
      expect([found, code]).toEqual([given.found, Object.keys(given.found).length > 0 ? 1 : 0]);
      for (const secret of [KEY, TOKEN]) expect(output).not.toContain(secret);
    },
    TEST_MILLISECONDS,
  );
}
