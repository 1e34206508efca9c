import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  RUN_AFTER_DEPLOY,
  RUN_BEFORE_THE_SANDBOX,
  RUN_FIRST_DEPLOY,
  RUN_IN_A_COPY,
  RUN_SECOND_HALF,
  type Step,
} from "../docs/page-commands";
import { copyCheckout, type CopiedCheckout } from "./copied-checkout";
import { check } from "./deployed";

/**
 * What pages tell people to type, typed: in a copy of the checkout, because the commands write where they stand, and in a
 * sandbox, from an empty project on. No command is changed; what docs/sandbox.md says to add is added by functions around
 * cdktf and Terraform.
 */

let checkout: CopiedCheckout;
beforeAll(() => (checkout = copyCheckout()));
afterAll(() => checkout.remove());

/** What a person adds or answers in the sandbox. */
const AT_THE_KEYBOARD = `
npx() {
  case "$1 $2" in
  "cdktf deploy") command npx "$@" --skip-provider-lock --auto-approve ;;
  "cdktf diff") command npx "$@" --skip-provider-lock ;;
  *) command npx "$@" ;;
  esac
}
# The last line of a review is its digest.
read() {
  case $2 in
  digest*) builtin read -r "$3" <<<"$(grep -o '[0-9a-f]\\{64\\}' before | tail -n 1)" ;;
  esac
}`;

/** A script that stops at the first step which does not end as it should, and names it. */
function scriptOf(steps: readonly Step[]): string {
  const lines = steps.map(([command, code = 0]) => {
    const said = `{ printf '%s\\n' ${quotedText(command)}; echo "ended with $code, not with ${code}"; tail -n 30 printed; } >&2`;
    return `mv printed before\n{\n${command}\n} >printed 2>&1; code=$?\nif [ "$code" != ${code} ]; then ${said}; exit 1; fi`;
  });
  return [AT_THE_KEYBOARD, ": >printed", ...lines].join("\n");
}

const quotedText = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Types steps in a shell of the copy, or in one that the sandbox starts. */
async function typeAll(steps: readonly Step[], start: readonly string[] = []): Promise<void> {
  writeFileSync(join(checkout.folder, "steps.sh"), scriptOf(steps));
  const { status, stderr, failure } = await checkout.type([...start, "bash", "steps.sh"]);
  if (status !== 0) throw new Error(`${failure}\n${stderr}`);
}

test("what needs no Terraform, in a copy of the checkout; snapshots and runbooks are what the commands write", async () => {
  await checkout.commit();
  await typeAll(RUN_IN_A_COPY);
  const { stdout } = await checkout.type(["git", "status", "--porcelain", "--", "docs", "__tests__"]);
  expect(stdout).toBe("");
});

const SANDBOX = ["./netra", "sandbox", "--data", ".sandbox", "--exec"];
const IN_THE_SANDBOX: Step = ['export TF_CLI_ARGS_init="-plugin-dir=$PWD/.providers/.terraform/providers"'];

check("the first deploy, from an empty project to the secrets", async () => {
  await typeAll(RUN_BEFORE_THE_SANDBOX);
  await typeAll([IN_THE_SANDBOX, ...RUN_FIRST_DEPLOY], SANDBOX);
});

check("its second half, to edge and monitoring", async () => {
  await typeAll([IN_THE_SANDBOX, ...RUN_SECOND_HALF], SANDBOX);
});

check(
  "afterwards: nothing to do, a change by hand, its drift, review and deploy, and a plan for the review",
  async () => {
    const unserved: Step = ['curl -sf "$sandbox/unknown" >unknown.json && curl -sf "$sandbox/outside" >outside.json'];
    await typeAll([IN_THE_SANDBOX, ...RUN_AFTER_DEPLOY, unserved], SANDBOX);
    const read = (file: string): unknown => JSON.parse(readFileSync(join(checkout.folder, file), "utf8"));
    expect(read("unknown.json")).toEqual([]);
    // cdktf asks its own service for a newer version of itself unless it is told not to; nothing else leaves the machine.
    expect(Object.keys(read("outside.json") as object)).toEqual(["openidconnect.googleapis.com:443"]);
  },
);
