import { join } from "node:path";
import { DRIFT_LEDGER } from "../../environments/drift-ledger";
import type { Environment } from "../../environments/environment";
import { PAINT } from "../../report/colour";
import { countText } from "../../report/text";
import { driftReport } from "../../review/drift-report";
import type { DriftReport } from "../../review/report";
import type { Sandbox } from "../../sandbox/start";
import { CouldNotTell, printLine, today } from "./command";
import { allStacks } from "../../environments/stack-names";
import { inTemporaryFolder } from "./interruption";
import { planStacks } from "./plans";
import { probeProvider, type Availability } from "./provider";
import { reviewAll } from "./review-context";
import {
  applyStack,
  deployEnvironment,
  openSite,
  sendToSandbox,
  terraformIn,
  type AppliedStack,
  type Site,
} from "./sandbox-deploy";
import { verifyServices } from "./sandbox-verify";

const appliedText = ({ stack, changes, seconds }: AppliedStack): string =>
  `  ${stack.padEnd(24)} ${`${countText(changes, "change")} applied`.padEnd(20)} ${seconds.toFixed(0)} s`;

/** A typical hand edit at night: the socket service's request timeout, set to Cloud Run's default. */
const HAND_EDIT = { service: "websocket-service", change: { template: { timeout: "300s" } } };

/**
 * Deploys an environment into a fresh sandbox with the real Terraform and provider, shows that a second plan has
 * nothing to do, changes one value by hand, shows how drift and verification report that, and takes it back. Where
 * Terraform or the provider cannot be had, it says so in one line and does no more.
 *
 * @param output - folder of the synthesis
 * @throws CouldNotTell where a step did not do what it should
 */
export async function demonstrate(root: string, output: string, environment: Environment): Promise<void> {
  await inTemporaryFolder("netra-sandbox-", async (scratch) => {
    const availability = await probeProvider(root, scratch);
    printLine(`\n${PAINT.strong(`Deploy of ${environment.name} into a sandbox`)}`);
    if ("reason" in availability) printLine(`  not done: ${availability.reason}. ${HOW_TO_GET}`);
    else await deployAndDrift(environment, join(output, "stacks"), scratch, availability);
  });
}

const HOW_TO_GET =
  "./netra doctor says what this machine lacks; Terraform and OpenTofu find the providers in their registry, or in a mirror that the CLI configuration (TF_CLI_CONFIG_FILE) names.";

async function deployAndDrift(
  environment: Environment,
  synthesized: string,
  scratch: string,
  { providers }: Extract<Availability, { providers: string }>,
): Promise<void> {
  const { sandbox, site } = await openSite(environment, synthesized, join(scratch, "stacks"), providers);
  try {
    await deployEnvironment(site, environment, (applied) => printLine(appliedText(applied)));
    await expectNothingToDo(site, environment);
    await showDrift(sandbox, site, environment);
  } finally {
    await sandbox.close();
  }
}

async function expectNothingToDo(site: Site, environment: Environment): Promise<void> {
  const again = await Promise.all(allStacks(environment).map((stack) => applyStack(site, stack)));
  for (const { stack, changes } of again) {
    if (changes > 0)
      throw new CouldNotTell(`${stack}: its second plan has ${countText(changes, "change")}, and should have none`);
  }
  printLine("  second plan of every stack: nothing to do");
}

async function showDrift(sandbox: Sandbox, site: Site, environment: Environment): Promise<void> {
  const { service, change } = HAND_EDIT;
  const name = `run/projects/${environment.project}/locations/${environment.region}/services/${service}`;
  await editByHand(sandbox.url, name, change);
  printLine(`  changed by hand: ${service} request timeout 300s`);
  const stack = `${environment.name}-services`;
  const { inputs, problems } = await planStacks({ stacks: site.stacks, terraform: (name) => terraformIn(site, name) }, [
    stack,
  ]);
  if (problems.length > 0) throw new CouldNotTell(problems.join("\n"));
  const { stacks, summary } = driftReport(
    reviewAll(inputs, today(), site.stacks),
    environment.name,
    DRIFT_LEDGER,
    today(),
  );
  const found = stacks.flatMap(({ drift }) => drift);
  if (found.length === 0) throw new CouldNotTell("a change by hand was not seen as drift");
  printLine(`  drift: ${summary}`);
  for (const entry of found) printLine(driftText(entry));
  await expectVerdict(sandbox, site, environment, 1);
  printLine(appliedText(await applyStack(site, stack)));
  await expectVerdict(sandbox, site, environment, 0);
}

/** Verifies the services, prints the result, and fails where it has another number of failures than expected. */
async function expectVerdict(
  { store }: Sandbox,
  site: Site,
  environment: Environment,
  failures: number,
): Promise<void> {
  const outcomes = await verifyServices(environment, site, () => new Date(store.time()));
  const passing = outcomes.filter(({ last }) => last.verdict === "passed").length;
  const failing = outcomes.flatMap(({ id, last }) =>
    last.verdict === "failed" ? [`    ${id}: ${last.found} found, ${last.expected} declared`] : [],
  );
  if (failing.length !== failures || passing + failures !== outcomes.length) {
    throw new CouldNotTell(`verification of the services: ${passing} of ${outcomes.length} checks passed`);
  }
  printLine([`  verify: ${passing} checks of the services pass, ${failures} fail`, ...failing].join("\n"));
}

const driftText = ({ address, path, before, after, severity, consequence }: DriftReport): string =>
  `    ${severity}: ${address} ${path}: ${before ?? "?"} → ${after ?? "?"}\n      ${consequence}`;

const editByHand = (url: string, name: string, change: object): Promise<void> =>
  sendToSandbox("PATCH", `${url}/_sandbox/resource`, { name, change }, { name, what: "a change by hand" });
