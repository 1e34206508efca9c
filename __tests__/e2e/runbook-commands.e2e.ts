import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RUNBOOK_PAGES, runbookFile } from "../../environments/runbook-links";
import { shellBlocks } from "../support/pages";
import { ROOT } from "../support/tracked-files";
import { copyCheckout, type CopiedCheckout } from "./copied-checkout";
import { check, isAvailable, openDeployed, type Deployed } from "./deployed";

/**
 * What the runbook of staging prints, typed on a deployed staging in a sandbox: every call of our own command, as it is
 * printed, with a person's answers. What it says to Google's and GitHub's programs is held against those
 * (gcloud-commands.e2e.ts) or done by another test (restore.e2e.ts); here nobody answers them.
 */

// One shell types some forty commands, Terraform's plans and a deploy among them.
jest.setTimeout(1_500_000);

const DEADLINE_SECONDS = 1_400;

/** The restore has a test of its own, which needs a database that was lost. */
const OWN_TEST = /gcloud sql instances clone|netra-staging-db-restored|__tests__\/live/;

const blocks = RUNBOOK_PAGES.flatMap((page) =>
  shellBlocks(readFileSync(join(ROOT, runbookFile({ name: "staging" }, page)), "utf8")),
).filter((block) => /\.\/netra |gh run download/.test(block) && !OWN_TEST.test(block));

/**
 * A person at the keyboard. Each call of our command is made once and written down with its exit code; the newest revision is
 * the answer to every question for one, and the digest is the last line of the last review.
 */
const PERSON = `
./netra() {
  if grep -qxF -- "$*" calls; then return 0; fi
  printf '%s\\n' "$*" >>calls
  command ./netra "$@" >printed 2>&1 </dev/null
  local code=$?
  [ "$1 $2" != "review --environment" ] || cp printed reviewed
  printf '%s\\t%s\\t%s\\n' "$code" "$*" "$(tail -c 600 printed | tr '\\n\\t' '  ')" >>codes
  return $code
}
read() {
  local answer of=websocket-service
  case $2 in
  "revision of "*) of=\${2#revision of } of=\${of%: } ;;
  esac
  case \${!#} in
  revision) answer=$(command ./netra serving --environment staging --format json | jq -r --arg name "$of" '.services[] | select(.service == $name) | .ready') ;;
  digest) answer=$(grep -o '[0-9a-f]\\{64\\}' reviewed | tail -n 1) ;;
  service) answer=$of ;;
  run) answer=$$ ;;
  esac
  printf -v "\${!#}" %s "$answer"
}
gh() {
  [ "$1 $2" != "run download" ] || { mkdir -p "/tmp/before-$run" && command ./netra serving --environment staging --format json >"/tmp/before-$run/before.json"; }
}
gcloud() { :; }
dig() { :; }
# One key for all reviews, of which only the first is made.
openssl() { echo "a key of the tests"; }
trap 'rm -rf "/tmp/before-$$"' EXIT
: >calls; : >codes
`;

interface Call {
  readonly code: number;
  readonly call: string;
  readonly end: string;
}

let deployed: Deployed;
let checkout: CopiedCheckout;
let calls: readonly Call[] = [];
beforeAll(async () => {
  if (!isAvailable) return;
  deployed = await openDeployed("staging");
  checkout = copyCheckout();
  await checkout.commit();
  writeFileSync(join(checkout.folder, "steps.sh"), [PERSON, ...blocks].join("\n"));
  const variables = { ...deployed.commandVariables, NETRA_REVIEW_KEY: "" };
  await checkout.type(["bash", "steps.sh"], variables, DEADLINE_SECONDS);
  calls = readFileSync(join(checkout.folder, "codes"), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [code = "", call = "", end = ""] = line.split("\t");
      return { code: Number(code), call, end };
    });
});
afterAll(async () => {
  if (!isAvailable) return;
  await deployed.close();
  checkout.remove();
});

/** Nobody answers in the sandbox but Google's APIs, and no job is run: these tell so, and are typed right. */
const UNANSWERED = /^(verify|e2e) /;

/** What ends with another code than 0, as the page says: nothing was chosen; what was rolled back stands in the review. */
const EXPECTED: readonly (readonly [call: RegExp, code: number])[] = [
  [/^rollback --environment staging --service \S+$/, 2],
  [/^review --environment staging$/, 1],
];

check("every call is understood, and does what the page says", () => {
  expect(calls.length).toBeGreaterThan(20);
  const wrong = calls.filter(({ call, code, end }) =>
    UNANSWERED.test(call)
      ? /^error:|Usage:|unknown (command|option)|\n\s+at /m.test(end) || code > 2
      : code !== (EXPECTED.find(([pattern]) => pattern.test(call))?.[1] ?? 0),
  );
  expect(wrong).toEqual([]);
  return Promise.resolve();
});
