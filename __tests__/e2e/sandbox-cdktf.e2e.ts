import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { runChild } from "../../cli/shared/child";
import { today } from "../../cli/shared/command";
import { environmentsFor } from "../../cli/shared/environments";
import { provideSecrets, type Site } from "../../cli/shared/sandbox-deploy";
import { sandboxProjects, sandboxedEnvironment } from "../../cli/shared/sandbox-variables";
import { VERIFIER_ACCOUNT } from "../../environments/names";
import { startSandbox, type Sandbox } from "../../sandbox/start";
import { check, succeeded } from "./deployed";
import { readRun, runDirectory } from "./run";
import { ROOT } from "./terraform";

/** The commands that people type, from an empty project on. */
const [staging] = environmentsFor(today(), "staging");
const { availability } = readRun();

let sandbox: Sandbox | undefined;
afterAll(() => sandbox?.close());

check("npx cdktf deploy brings up staging, and cdktf diff has nothing to say", async () => {
  if ("reason" in availability || staging === undefined) throw new Error("not available");
  sandbox = await startSandbox({ port: 0, projects: sandboxProjects([staging]) });
  const { url } = sandbox;
  const outdir = join(mkdtempSync(join(runDirectory(), "cdktf-")), "cdktf.out");
  const variables: NodeJS.ProcessEnv = {
    ...sandboxedEnvironment(url, availability.providers),
    CDKTF_OUTDIR: outdir,
    CI: "true",
    NO_COLOR: "1",
  };
  const site: Site = { stacks: join(outdir, "stacks"), url, variables };
  const cdktf = (...args: string[]) =>
    runChild(process.execPath, [require.resolve("cdktf-cli/bundle/bin/cdktf"), ...args, "--output", outdir], {
      cwd: ROOT,
      env: variables,
      deadlineSeconds: 220,
    });
  // Where providers come from a mirror, cdktf would ask a registry for their checksums.
  const options = ["--auto-approve", "--skip-provider-lock"];

  // What bootstrap leaves for the others; it is deployed by a person, once, and not with the rest.
  for (const [path, body] of [
    ["serviceusage/v1/projects/netra-staging/services/iam.googleapis.com:enable", {}],
    ["iam/v1/projects/netra-staging/serviceAccounts", { accountId: VERIFIER_ACCOUNT }],
  ] as const) {
    const { status } = await fetch(`${url}/${path}`, { method: "POST", body: JSON.stringify(body) });
    expect([path, status]).toEqual([path, 200]);
  }
  succeeded(await cdktf("deploy", "staging-foundation", ...options));
  await provideSecrets(site, staging);
  succeeded(await cdktf("deploy", "staging-*", ...options));
  const store = sandbox.store;
  expect(store.list("run/projects/netra-staging/locations/us-central1/services")).toHaveLength(3);
  expect(store.list("compute/projects/netra-staging/global/forwardingRules")).toHaveLength(2);
  expect(sandbox.journal.unknowns()).toEqual([]);

  sandbox.journal.clear();
  const diff = succeeded(await cdktf("diff", "staging-edge", "--skip-provider-lock"));
  expect(diff.stdout).toContain("No changes");
  // cdktf asks its own service for a newer version of itself unless it is told not to; nothing else leaves the machine.
  expect(Object.keys(sandbox.journal.outsides())).toEqual(["openidconnect.googleapis.com:443"]);
});
