import { readFileSync, readdirSync } from "node:fs";
import { openForwarder, type Forwarder } from "../support/forwarder";
import { openDeployable, type Deployable, type Running } from "./deployable";
import { marked, until } from "./processes";

/** A network that is lost while a deploy applies: what is applied is said, the state is kept, and the deploy goes on from there. */

let site: Deployable;
let network: Forwarder;
beforeEach(async () => {
  site = await openDeployable({ url: async ({ url }) => (network = await openForwarder(url)).url });
});
afterEach(async () => {
  await network.close();
  await site.close();
});

const FOUNDATION = { "foundation.first": "whole", "foundation.second": "whole", "foundation.third": "whole" };

/** Where a text says that a state is kept. */
const keptIn = (text: string): string => /it is kept, with its secrets, in (\S+)/.exec(text)?.[1] ?? "";

/** Deploys until the second resource is half made. */
async function begin(): Promise<Running & { readonly said: () => string }> {
  const running = site.deploy(await site.digest(), { TF_VAR_second: "20" });
  let said = "";
  running.child.stderr!.on("data", (text: string) => (said += text));
  await until(() => site.live()["foundation.second"] === "half", 60);
  return { ...running, said: () => said };
}

/** With the commands that the texts print: the lock is freed, the state is written, the next deploy makes the rest. */
async function expectWayOn(lock: string, rescue: string): Promise<void> {
  expect(await site.state()).toEqual({});
  expect(site.locks()).toEqual(["foundation"]);
  await site.type(lock, "force-unlock");
  await site.type(rescue, "state push");
  expect(await site.state()).toEqual(FOUNDATION);
  const { code, stdout, stderr } = await site.deploy(await site.digest()).ended;
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("trial-foundation: nothing to do\n");
  const whole = { ...FOUNDATION, "services.first": "whole" };
  expect([site.live(), await site.state(), site.locks()]).toEqual([whole, whole, []]);
  expect(readdirSync(site.inHome("tmp"))).toEqual([]);
}

test("every connection is refused: the state is kept, and a person who does not wait for the lock loses nothing", async () => {
  const { child, mark, ended } = await begin();
  network.lose("refused");
  // It repeats the call that gives the lock back, for ever.
  const applied = (): boolean => site.live()["foundation.third"] === "whole";
  await until(applied, 60);
  const isSaving = (): boolean => filesOf(site.inHome("tmp")).some((file) => file.endsWith("/errored.tfstate"));
  await until(isSaving, 60);
  child.kill("SIGINT");
  await new Promise((later) => setTimeout(later, 1200));
  child.kill("SIGINT");
  const { code, stdout, stderr } = await ended;
  await until(() => marked(mark).length === 0);
  expect(code).toBe(2);
  expect(stdout).toContain("trial-foundation: 3 of 3 changes are applied\n");
  expect(stdout).toContain("applied: nothing; in part: trial-foundation; not applied: trial-services\n");
  expect(stdout).not.toContain("perhaps not in the state");
  expect(stdout).toContain("trial-foundation: whether its state is locked cannot be told now (storage: no answer");
  expect(readFileSync(keptIn(stderr), "utf8")).toContain('"name": "third"');
  expect(readdirSync(site.inHome("tmp"))).toEqual([]);

  network.mend();
  // The lock keeps a deploy from going on without the state.
  const next = await site.deploy(await site.digest(), { TF_VAR_second: "0" }).ended;
  expect(next.code).toBe(2);
  expect(next.stderr).toMatch(
    /^trial-foundation: the state is locked by \S+@\S+ since \S+Z \(\d minutes?\), for apply$/m,
  );
  await expectWayOn(next.stderr, stderr);
});

test("nothing is answered any more: it says what it waits for, keeps the state, and does not wait for the lock for ever", async () => {
  const { mark, ended, said } = await begin();
  network.lose("silent");
  const waiting =
    "trial-foundation: Terraform has said nothing for 30 s, so it changes nothing: it waits for the bucket of its state\n";
  await until(() => said().includes(waiting), 90);
  // As the system ends a connection after some fifteen minutes.
  network.lose("refused");
  const { code, stdout, stderr } = await ended;
  await until(() => marked(mark).length === 0);
  expect(code).toBe(2);
  expect(stdout).toContain("trial-foundation: 3 of 3 changes are applied\n");
  // Terraform gives its lock up, or repeats that without end: it depends on which of its connections was silent.
  expect(stderr).toMatch(
    /^trial-foundation: terraform apply: (ended with status 1|its lock could not be given back, killed by SIGKILL)\n {2}Failed to save state: the state could not be written to its bucket$/m,
  );
  expect(readFileSync(keptIn(stderr), "utf8")).toContain('"name": "third"');
  network.mend();
  // The text has a place for the ID, which the next command that needs the lock says.
  const next = await site.deploy(await site.digest()).ended;
  const id = /force-unlock (\d+)/.exec(next.stderr)?.[1] ?? "";
  await expectWayOn(stdout.replace("force-unlock ID", `force-unlock ${id}`), stderr);
});

const filesOf = (folder: string): readonly string[] => readdirSync(folder, { recursive: true, encoding: "utf8" });
