import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { staging } from "../../environments/staging";
import { startRunnerSandbox, type RunnerSandbox } from "../support/e2e-sandbox";
import { SwappedStaging, foundationOutputs, terraformTest } from "./swapped-stacks";

/** A deploy that fails, with the real Terraform and no provider: what is said, what is kept, and the way on. */

// A test here reviews and deploys up to five times.
jest.setTimeout(600_000);

let google: RunnerSandbox;
let folder: string;
let deployed: SwappedStaging;
beforeEach(async () => {
  google = await startRunnerSandbox(staging);
  folder = mkdtempSync(join(tmpdir(), "netra-failed-"));
  deployed = new SwappedStaging(folder, google.variables);
});
afterEach(async () => {
  await google.sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

const CANARY = "CANARY of a sensitive variable";

/** A command of a provisioner that fails until a file is there. */
const failing = (text: string): object => ({
  "local-exec": { command: `echo ${text}; test -f ${join(folder, "corrected")}` },
});

const keptErrors = (): readonly string[] => {
  const errors = join(folder, "user-state", "netra", "errors");
  return existsSync(errors) ? readdirSync(errors).map((name) => join(errors, name)) : [];
};

const data = (count: number): Readonly<Record<string, object>> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`part-${index}`, { input: index }]));

terraformTest(
  "how much of a stack is applied is said, with what failed; the cause, and a file with the whole",
  async () => {
    const fails = { input: "${var.secret}", provisioner: failing("CANARY printed by a command") };
    const refused = {
      input: "x",
      lifecycle: {
        postcondition: {
          condition: "${length(self.input) > 1}",
          error_message: "it is ${nonsensitive(var.secret)}, and 'CANARY in quotes'",
        },
      },
    };
    deployed.swap("staging-foundation", {
      variable: { secret: { type: "string", sensitive: true, default: CANARY } },
      resource: { terraform_data: { ...data(27), fails } },
      output: foundationOutputs(),
    });
    const { status, stdout, stderr } = await deployed.deploy();
    expect(status).toBe(2);
    expect(stdout).toContain("staging-foundation: 27 of 28 changes are applied\n");
    expect(stdout).toContain("staging-foundation: not applied: terraform_data.fails (failed)\n");
    expect(stdout).toContain(
      "applied: nothing; in part: staging-foundation; not applied: staging-services, staging-edge, staging-monitoring",
    );
    expect(stderr).toContain(
      "staging-foundation: terraform apply: ended with status 1\n  terraform_data.fails: local-exec provisioner error: a provisioner's command failed\n",
    );
    const [path = "", ...others] = keptErrors();
    expect(others).toEqual([]);
    expect(stderr).toContain(`  the whole error, values masked: ${path}\n`);
    expect([statSync(path).mode & 0o777, statSync(join(path, "..")).mode & 0o777]).toEqual([0o600, 0o700]);
    const whole = readFileSync(path, "utf8");
    expect(whole).toContain("1 of 1: terraform_data.fails\n");
    expect(whole).toContain("exit status 1. Output: ");
    expect(`${stdout}${stderr}${whole}`).not.toMatch(/CANARY/);

    // What a plan refuses, before anything is applied: of a value that Terraform was told to tell.
    deployed.swap("staging-edge", {
      variable: { secret: { type: "string", sensitive: true, default: CANARY } },
      resource: { terraform_data: { refused } },
    });
    writeFileSync(join(folder, "corrected"), "");
    const again = await deployed.deploy();
    expect(again.status).toBe(2);
    expect(again.stdout).toContain("applied: staging-foundation, staging-services; not applied: staging-edge");
    expect(again.stderr).toContain(
      "  terraform_data.refused: Resource postcondition failed: no error that is known here\n",
    );
    const newest = [...keptErrors()].sort().at(-1);
    expect(readFileSync(newest!, "utf8")).toContain("it is [masked], and '[masked]'");
    expect(`${again.stdout}${again.stderr}`).not.toMatch(/CANARY/);
  },
);

terraformTest(
  "what is tainted and may not be deleted is named with its untaint, after the deploy and by the review",
  async () => {
    deployed.swap("staging-foundation", {
      resource: {
        terraform_data: {
          kept: { input: "x", lifecycle: { prevent_destroy: true }, provisioner: failing("no") },
        },
      },
      output: foundationOutputs(),
    });
    const command =
      "./netra synth && terraform -chdir=cdktf.out/stacks/staging-foundation init && terraform -chdir=cdktf.out/stacks/staging-foundation untaint terraform_data.kept";
    const failed = await deployed.deploy();
    expect([failed.status, failed.stderr]).toEqual([2, expect.stringContaining(`  ${command}\n`)]);

    const review = await deployed.netra("review", "--stack", "staging-foundation");
    expect(review.status).toBe(2);
    expect(review.stderr).toContain("Instance cannot be destroyed: prevent_destroy is declared, so it is not deleted");
    expect(review.stderr).toContain(`  ${command}\n`);

    // What the line says, typed by a person.
    expect((await deployed.terraform("staging-foundation", "untaint", "-no-color", "terraform_data.kept")).status).toBe(
      0,
    );
    const after = await deployed.netra("review", "--stack", "staging-foundation", "--format", "json");
    const [stack] = (JSON.parse(after.stdout) as { stacks: { changes: unknown[]; findings: { rule: string }[] }[] })
      .stacks;
    // What remains is a rule of this house about the stand-in's own provisioner.
    expect([stack?.changes, stack?.findings.map(({ rule }) => rule)]).toEqual([[], ["provisioner-none"]]);
  },
);

terraformTest("a bucket of the states that is not there is named, with the step that makes it", async () => {
  google.sandbox.store.remove("storage/b/netra-staging-tfstate");
  const { status, stderr } = await deployed.netra("review", "--stack", "staging-foundation");
  expect([status, stderr]).toEqual([2, expect.stringContaining("the bucket of the states does not exist")]);
  expect(stderr).toContain("docs/first-deploy.md, step 4");
});
