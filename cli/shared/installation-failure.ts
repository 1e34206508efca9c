import { PROVIDERS } from "../../google/versions";
import { KEPT_LOCK_FILE } from "../../stacks/lock-file";
import { publicText } from "./terraform-binary";

/** Why providers cannot be installed, in one line: what was found, what is needed, what to do. */

const REMAKE = `make it again (docs/first-deploy.md#the-lock-file-of-the-providers)`;

/** The version that the stacks require of a provider; undefined for one that they do not know. */
const requiredVersion = (name: string): string | undefined =>
  Object.entries(PROVIDERS).find(([local]) => local === name)?.[1].version;

/** A provider with that version: `google 7.45.0`. */
const wantedText = (name: string): string => {
  const version = requiredVersion(name);
  return version === undefined ? `provider ${name}` : `${name} ${version}`;
};

/** All of them: `google 7.45.0 and random 3.7.2`. */
const EVERY_PROVIDER = Object.keys(PROVIDERS).map(wantedText).join(" and ");

/** A block of a lock file (https://developer.hashicorp.com/terraform/language/files/dependency-lock). */
const LOCKED = /provider\s+"[^"]*\/([\w-]+)"\s*\{[^}]*?\bversion\s*=\s*"([^"]+)"/g;

/**
 * What a lock file has locked that no stack can use, one line each. Terraform would say so of the first, and advise to
 * raise it in a folder that the next synthesis removes.
 */
export const lockProblems = (text: string): readonly string[] =>
  [...text.matchAll(LOCKED)].flatMap(([, name = "", found = ""]): string[] => {
    const version = requiredVersion(name);
    if (version === undefined || version === found) return [];
    return [`${KEPT_LOCK_FILE}: ${name} ${found} found, ${version} needed; ${REMAKE}`];
  });

/** Terraform's and OpenTofu's words, in one line of text → what to say of it. `$1` of the pattern is the provider's name. */
const CAUSES: readonly (readonly [words: RegExp, text: (wanted: string) => string])[] = [
  [
    /provider \S*?\/([\w-]+) was not found in any of the search locations/,
    (wanted) =>
      `${wanted} needed, and the mirror that the CLI configuration names has no such provider: add it there, or unset TF_CLI_CONFIG_FILE to ask the registry`,
  ],
  [
    /provider \S*?\/([\w-]+): no available releases match the given constraints/,
    (wanted) =>
      `${wanted} needed, and the mirror or registry that the CLI configuration names has other versions alone: add it there`,
  ],
  [
    /installing \S*?\/([\w-]+) v\S+: the (?:local|current) package for \S+ \S+ doesn't match any of the checksums/,
    (wanted) => `${wanted} found, and it is not the package whose checksum ${KEPT_LOCK_FILE} has: ${REMAKE}`,
  ],
  [
    /provider \S*?\/([\w-]+): could not connect to/,
    (wanted) =>
      `${wanted} needed, and its registry does not answer: name a mirror in the CLI configuration (TF_CLI_CONFIG_FILE)`,
  ],
];

/**
 * What is known of a failed `terraform init`, in one line; undefined where it is none of the failures that people meet.
 *
 * @param stderr - what it printed
 */
export function knownInstallationProblem(stderr: string): string | undefined {
  const flat = stderr.replace(/[\s│╷╵]+/g, " ");
  for (const [words, text] of CAUSES) {
    const name = words.exec(flat)?.[1];
    if (name !== undefined) return text(wantedText(name));
  }
  return undefined;
}

/**
 * The same of every failure. Hosts and paths are left out, because it appears in public logs.
 *
 * @param otherwise - what is said where it printed no error
 */
export function installationProblem(stderr: string, otherwise: string): string {
  const known = knownInstallationProblem(stderr);
  if (known !== undefined) return known;
  // A summary is a fixed sentence; only the detail below it has hosts and paths.
  const summary = /^\W*Error: (.+)$/m.exec(stderr)?.[1] ?? otherwise;
  return `${EVERY_PROVIDER} cannot be installed here: ${publicText(summary)}`;
}
