import { spawn } from "node:child_process";
import { once } from "node:events";
import { JOB, startRunnerSandbox } from "../support/e2e-sandbox";
import { KEY } from "../support/misbehaving-edge";
import { NETRA } from "../support/program";
import { ROOT } from "../support/tracked-files";
import { startCountingEdge } from "../verify/load/load-edge";

/** Ctrl-C on a terminal reaches every process of a command. Neither needs the provider. */

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts netra and interrupts all of its processes once something is so. */
async function interrupted(
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
  isTime: () => boolean,
): Promise<Ended> {
  const env = { ...process.env, NO_COLOR: "1", E2E_BYPASS_KEY: KEY, ...variables };
  const child = spawn(process.execPath, [...NETRA, ...args], { cwd: ROOT, env, detached: true });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const watch = setInterval(() => {
    if (child.pid === undefined || !isTime()) return;
    clearInterval(watch);
    process.kill(-child.pid, "SIGINT");
  }, 20);
  const [code] = (await once(child, "close")) as [number | null];
  clearInterval(watch);
  return { code, stdout, stderr };
}

test("netra e2e: the execution is cancelled, exit 2", async () => {
  const google = await startRunnerSandbox();
  google.order({ outcome: "run", reads: 0 });
  const isBegun = (): boolean => google.executions().length > 0;
  const { code, stderr } = await interrupted(["e2e", "--environment", "trial"], google.variables, isBegun);
  const [execution] = google.executions();
  expect([code, stderr]).toEqual([
    2,
    `\nEnding the run. Press Ctrl-C again to quit and leave it running.\ntrial: interrupted: execution ${execution} is cancelled\n`,
  ]);
  expect(await google.good("GET", `/run/v2/${JOB}/executions/${execution}`)).toMatchObject({ cancelledCount: 1 });
  await google.sandbox.close();
});

test("netra load: the engine closes every socket, the report says what was seen, the lock goes", async () => {
  const [edge, google] = await Promise.all([startCountingEdge(), startRunnerSandbox()]);
  const { address, httpsPort } = edge.target;
  const args = [
    ...["load", "--environment", "trial", "--duration", "60", "--arrivals", "2", "--sockets", "3", "--token"],
    ...["--format", "json", "--connect-to", `${address}:${httpsPort}`, "--ca", edge.ca],
  ];
  // One arrives each second: of five, the first was answered long ago.
  const isAnswered = (): boolean => edge.requests.filter((request) => request.startsWith("GET https:")).length >= 5;
  const { code, stdout, stderr } = await interrupted(args, google.variables, isAnswered);
  expect([code, stderr]).toEqual([2, "\nclosing every socket; a second time leaves the lock where it is\n"]);
  const report = JSON.parse(stdout) as { cutShort: string; observed: { routes: unknown[]; leftOpen: number } };
  expect(report.cutShort).toBe("the load was stopped");
  expect(report.observed.routes.length).toBeGreaterThan(0);
  expect([report.observed.leftOpen, edge.openSockets()]).toEqual([0, 0]);
  const last = google.sandbox.journal.requests().at(-1);
  expect(`${last?.method} ${last?.path.split("?")[0]}`).toMatch(/^DELETE .*\/e2e\.lock$/);
  await Promise.all([edge.close(), google.sandbox.close()]);
});
