import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { REGISTRY } from "../../environments/registry";
import { KEY_SECRET, MERGE_CHECK, USED_ACTIONS, wantedStates } from "../../verify/github/wanted";
import { ROOT } from "../support/tracked-files";

/** What `./netra doctor --github` wants is what the workflows name, and nothing else. */

const FOLDER = join(ROOT, ".github/workflows");
const WORKFLOWS = readdirSync(FOLDER).map((name) => readFileSync(join(FOLDER, name), "utf8"));
const ACTION = readFileSync(join(ROOT, ".github/actions/setup/action.yml"), "utf8");
const SOURCES = [...WORKFLOWS, ACTION].join("\n");
const [STATE, ...OTHERS] = wantedStates(REGISTRY);
const NAMES = REGISTRY.map(({ name }) => name);

/** What a pattern finds, once each. */
const found = (pattern: RegExp): readonly string[] => [
  ...new Set([...SOURCES.matchAll(pattern)].map(([, name = ""]) => name)),
];

test("all environments are deployed from one repository", () => {
  expect(OTHERS).toEqual([]);
  expect(STATE!.branch).toBe("main");
});

test("every variable that a workflow reads is wanted, but the one that may be absent", () => {
  const formatted = found(/vars\[format\('(\w+)_\{0\}'/g).flatMap((prefix) =>
    NAMES.map((name) => `${prefix}_${name.toUpperCase()}`),
  );
  const plain = found(/vars\.(\w+)/g).filter((name) => name !== "ROLL_BACK_OWNER");
  const wanted = [...STATE!.variables, ...STATE!.environments.flatMap(({ variables }) => variables)];
  expect(new Set([...formatted, ...plain])).toEqual(new Set(wanted.map(({ name }) => name)));
});

test("every secret that a workflow reads is the key of the digests, or the channel's, which may be absent", () => {
  expect(new Set(found(/secrets\.(\w+)/g))).toEqual(new Set([KEY_SECRET, "TEST_INFRASTRUCTURE_WEBHOOK"]));
});

test("every GitHub environment that a workflow names is wanted, and no other", () => {
  const formatted = found(/environment: \$\{\{ format\('\{0\}-([\w-]+)', matrix\.environment\) \}\}/g).flatMap((kind) =>
    NAMES.map((name) => `${name}-${kind}`),
  );
  const plain = found(/^ {4}environment: ([\w-]+)$/gm);
  expect(new Set([...formatted, ...plain])).toEqual(new Set(STATE!.environments.map(({ name }) => name)));
});

test("every action that a workflow uses may run", () => {
  const used = found(/uses: ([\w-]+\/[\w-]+)(?:\/[\w/-]+)?@/g).filter((name) => !/^(actions|github)\//.test(name));
  expect(new Set(used)).toEqual(new Set(USED_ACTIONS));
});

test("the check that is wanted is a job of the pull requests' workflow", () => {
  expect(readFileSync(join(FOLDER, "pull-request.yml"), "utf8")).toContain(`\n  ${MERGE_CHECK}:\n`);
});

test("environments that compare their digests share a key, and no other of production's does", () => {
  const keys = Object.fromEntries(
    STATE!.environments.map(({ name, sharesKeyWith }) => [name, sharesKeyWith.join(" ")]),
  );
  expect(keys).toEqual({
    ...Object.fromEntries(
      ["staging", "staging-plan", "staging-pull-request"].map((name) => [
        name,
        "staging staging-plan staging-pull-request",
      ]),
    ),
    ...{ production: "production production-plan", "production-plan": "production production-plan" },
    "production-pull-request": "production-pull-request",
  });
});
