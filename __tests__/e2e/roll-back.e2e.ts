import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ChildResult } from "../../cli/shared/child";
import { e2eJobName, e2eResultsBucketName } from "../../environments/names";
import { staging } from "../../environments/staging";
import { isOutsideEntry } from "../../review/drift-report";
import type { Report } from "../../review/report";
import { asList, asObject, asText, type JsonObject } from "../../sandbox/core/json";
import { orderName } from "../../sandbox/run/execution-states";
import { sandboxClient } from "../support/sandbox";
import { copyCheckout, type CopiedCheckout } from "./copied-checkout";
import { check, close, isAvailable, openDeployed, succeeded, type Deployed } from "./deployed";

/**
 * A roll back from its beginning to its end, as people go through it: a deploy whose tests fail, the way back, the drift,
 * the next deploy, the pin in the code, and the pin lifted. One story: each test goes on where the one before it ended.
 */

// Four plans of an environment take a minute on a busy machine.
jest.setTimeout(900_000);

const SERVICE = "auth-service";
const SPEC = "environments/staging.ts";
const [BEFORE, BAD] = [1, 2].map((number) => `${SERVICE}-0000${number}-sbx`);
const JOB = e2eJobName(staging);
const FAILED =
  '<testsuite><testcase classname="t" name="signs in"><failure message="HTTP 503"/></testcase></testsuite>';

let deployed: Deployed;
let checkout: CopiedCheckout;
beforeAll(async () => {
  if (!isAvailable) return;
  checkout = copyCheckout();
  deployed = await openDeployed("staging", () => void leaveReports());
});
afterAll(async () => {
  if (!isAvailable) return;
  await close(deployed);
  checkout.remove();
});

/** What the tests' container would leave behind. */
async function leaveReports(): Promise<void> {
  const { store, url } = deployed.sandbox;
  for (const [name] of store.list(`run/${JOB}/executions`)) {
    const object = `e2e/${name.slice(name.lastIndexOf("/") + 1)}/junit.xml`;
    const bucket = e2eResultsBucketName(staging);
    if (store.get(`storage/b/${bucket}/o/${encodeURIComponent(object)}`) !== undefined) continue;
    const path = `/upload/storage/v1/b/${bucket}/o?uploadType=media&name=${encodeURIComponent(object)}`;
    await sandboxClient(() => url).send("POST", path, FAILED, { "Content-Type": "text/plain" });
  }
}

/** Runs a command on staging, which must end so. */
async function netra(code: number, name: string, ...args: readonly string[]): Promise<ChildResult> {
  const variables = { ...deployed.site.variables, NETRA_REVIEW_KEY: "a key of the tests" };
  return succeeded(await checkout.type(["./netra", name, "--environment", "staging", ...args], variables), code);
}

/** The review of what the next deploy would do. */
async function reviewed(code: number): Promise<Report & { readonly digest: string }> {
  const report = JSON.parse((await netra(code, "review", "--format", "json")).stdout) as Report;
  return { ...report, digest: report.digest ?? "" };
}

const service = (): JsonObject =>
  asObject(deployed.sandbox.store.get(`run/projects/netra-staging/locations/us-central1/services/${SERVICE}`));
const targets = (): readonly (readonly [type: string, revision: string])[] =>
  asList(service().traffic)
    .map(asObject)
    .map(({ type, revision }) => [asText(type).split("_").at(-1)!, asText(revision)]);
const newest = (): string => asText(service().latestReadyRevision).split("/").at(-1)!;
const PINNED = [["REVISION", BEFORE]];
const UNPINNED = [["LATEST", ""]];

/** What a report says of the service's changes. */
const changesOfService = ({ stacks }: Report): readonly string[] =>
  stacks.flatMap(({ changes }) =>
    changes.filter(({ address }) => address.endsWith(`.${SERVICE}`)).map(({ consequence }) => consequence),
  );

/** What a drift report says was changed outside. */
const outside = ({ stacks }: Report): readonly string[] =>
  stacks.flatMap(({ drift }) =>
    drift.filter(isOutsideEntry).map(({ address, path, class: kind }) => `${address} ${path}: ${kind}`),
  );

const drift = async (code: number): Promise<readonly string[]> =>
  outside(JSON.parse((await netra(code, "drift", "--format", "json")).stdout) as Report);

const ADDRESS = `google_cloud_run_v2_service.${SERVICE}`;
/** One entry, although a pinned target has another type beside its revision: somebody did one thing. */
const DRIFT_OF_PIN = [`${ADDRESS} traffic[0].revision: reverted`];

let rolledBack = "";

check("a deploy that was reviewed is ready and serves, and the tests of it fail", async () => {
  const { stdout } = await netra(0, "serving", "--format", "json");
  writeFileSync(join(checkout.folder, "before.json"), stdout);
  checkout.edit(SPEC, "memoryMiB: 1024,", "memoryMiB: 1536,");
  const { digest } = await reviewed(0);
  await netra(0, "deploy", "--digest", digest);
  const { stdout: serves } = await netra(0, "serving", "--check");
  expect(serves).toContain(`${BAD} 100 %`);
  deployed.sandbox.store.put(orderName(JOB), { outcome: "fail", reads: 1 });
  const { stdout: tests } = await netra(1, "e2e");
  expect(tests).toContain("HTTP 503");
});

check("it goes back to what users had; what serves is not what the code says", async () => {
  ({ stdout: rolledBack } = await netra(0, "rollback", "--before", "before.json"));
  expect(rolledBack).toContain(`is **pinned** to \`${BEFORE}\`, away from \`${BAD}\``);
  expect(targets()).toEqual(PINNED);
  expect((await netra(0, "serving")).stdout).toContain(`${BEFORE} 100 %`);
  const { stderr } = await netra(1, "serving", "--check");
  expect(stderr).toContain(`${SERVICE}: traffic goes to ${BEFORE} 100 %; all of it should go to ${BAD}`);
});

check("drift names the pin and nothing else", async () => {
  expect(await drift(1)).toEqual(DRIFT_OF_PIN);
});

check("the next deploy takes it back only where somebody has read that it does, and gives its digest", async () => {
  const review = await reviewed(1);
  expect(changesOfService(review)).toEqual([
    `the pin to ${BEFORE} is lifted: new requests go back to ${BAD}, the newest revision, which was rolled back from; what is not repaired in it reaches users again; open sockets stay where they are`,
  ]);
  expect(outside(review)).toEqual(DRIFT_OF_PIN);
  const { stderr } = await netra(1, "deploy", "--digest", "0".repeat(64));
  expect(stderr).toContain("the plans differ from what was reviewed");
  expect(targets()).toEqual(PINNED);
});

/** The two entries that the roll back has printed, pasted where it says. */
function declarePin(): void {
  const [, entry = "", waiver = ""] = /```ts\n\s*(pinnedRevision: .*)\n([\s\S]*?)\n\s*```/.exec(rolledBack) ?? [];
  checkout.edit(SPEC, `"${SERVICE}": {\n`, `"${SERVICE}": {\n${entry}\n`);
  checkout.edit(SPEC, "waivers: [],", `waivers: [\n${waiver}\n],`);
}

check(
  "with the printed entries in the code the pin is no drift any more, and a deploy of a repair keeps it",
  async () => {
    declarePin();
    expect(await drift(0)).toEqual([]);
    checkout.edit(SPEC, "memoryMiB: 1536,", "memoryMiB: 1280,");
    const { digest } = await reviewed(0);
    await netra(0, "deploy", "--digest", digest);
    expect(targets()).toEqual(PINNED);
    expect([BEFORE, BAD]).not.toContain(newest());
    const { stdout } = await netra(0, "serving", "--check");
    expect(stdout).toContain(`${BEFORE} 100 %; the code pins ${BEFORE}`);
    expect(await drift(0)).toEqual([]);
  },
);

check("taking both entries out lifts it: the review says which revision users get, and drift is clean", async () => {
  const text = readFileSync(join(checkout.folder, SPEC), "utf8");
  const [pin = "", waivers = ""] = [/^\s*pinnedRevision: .*\n/m, /waivers: \[\n[\s\S]*?\n\],/].map(
    (entry) => entry.exec(text)?.[0] ?? "",
  );
  checkout.edit(SPEC, pin, "");
  checkout.edit(SPEC, waivers, "waivers: [],");
  const review = await reviewed(0);
  expect(changesOfService(review)).toEqual([
    expect.stringContaining(`the pin to ${BEFORE} is lifted: new requests go back to ${newest()}, the newest revision`),
  ]);
  await netra(0, "deploy", "--digest", review.digest);
  expect(targets()).toEqual(UNPINNED);
  expect((await netra(0, "serving", "--check")).stdout).toContain(`${newest()} 100 %`);
  expect(await drift(0)).toEqual([]);
});

check(
  "a pin that nobody has declared is lifted by the command that the roll back printed; drift is clean",
  async () => {
    await netra(0, "rollback", "--service", SERVICE, "--to", BAD!);
    expect(targets()).toEqual([["REVISION", BAD]]);
    const [, undo = ""] = /undo: `\.\/netra rollback --environment staging ([^`]+)`/.exec(rolledBack) ?? [];
    await netra(0, "rollback", ...undo.split(" "));
    expect(targets()).toEqual(UNPINNED);
    expect(await drift(0)).toEqual([]);
  },
);
