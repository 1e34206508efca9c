import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { PROVIDERS } from "../../google/versions";
import type { MachineReport } from "../../verify/machine/report";
import { commandHere } from "../support/command-here";

/** `netra doctor` on machines that differ in the program that plans. */

const doctor = commandHere("doctor");
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "netra-doctor-test-"));
  mkdirSync(join(folder, "bin"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Somebody with credentials, on a machine with this `terraform`; undefined: with none. */
async function onMachine(terraform: string | undefined, variables: NodeJS.ProcessEnv = {}) {
  if (terraform !== undefined) {
    writeFileSync(join(folder, "bin", "terraform"), `#!/bin/sh\n${terraform}\n`);
    chmodSync(join(folder, "bin", "terraform"), 0o755);
  }
  // Of this machine's own programs git and Node alone.
  const PATH = [join(folder, "bin"), "/usr/bin", "/bin", dirname(process.execPath)].join(delimiter);
  const TERRAFORM_BINARY_NAME = terraform === undefined ? "netra-no-such-program" : undefined;
  const { code, stdout, stderr } = await doctor(["--format", "json"], {
    ...{ PATH, TERRAFORM_BINARY_NAME, TF_CLI_CONFIG_FILE: undefined, GOOGLE_OAUTH_ACCESS_TOKEN: "token", ...variables },
  });
  const { prerequisites } = JSON.parse(stdout) as MachineReport;
  const others = prerequisites.filter(({ standing }) => standing !== "works");
  return { code, stderr, others: others.map(({ id, standing, found }) => `${id}: ${standing}: ${found}`) };
}

const says = (version: string): string => `case $1 in version) echo '${version}' ;; init) exit 0 ;; esac`;
const failing = (error: string): string =>
  `case $1 in version) echo 'Terraform v1.12.1' ;; init) printf '${error}' >&2; exit 1 ;; esac`;

test.each(["Terraform v1.11.4", "OpenTofu v1.11.14", "Terraform v1.15.0"])(
  "%s: 0, everything works",
  async (version) => {
    expect(await onMachine(says(version))).toEqual({ code: 0, stderr: "", others: [] });
  },
);

test("none: 1, and nobody knows of the providers", async () => {
  expect(await onMachine(undefined)).toEqual({
    code: 1,
    stderr: "",
    others: [
      "terraform: missing: netra-no-such-program is not on PATH",
      "providers: unknown: Terraform or OpenTofu installs them",
    ],
  });
});

test("an old one: 1, with what was found and what is allowed", async () => {
  expect(await onMachine(says("Terraform v1.9.8"))).toMatchObject({
    code: 1,
    others: [
      "terraform: missing: terraform: Terraform 1.9.8 found, Terraform or OpenTofu >= 1.11.0, < 2.0.0 needed",
      expect.anything(),
    ],
  });
});

test("one that cannot be run: 2", async () => {
  expect(await onMachine("exit 3")).toMatchObject({
    code: 2,
    others: ["terraform: unknown: terraform cannot be run: ended with status 3", expect.anything()],
  });
});

test("a mirror without the provider: 1", async () => {
  const error =
    "Error: Failed to query\\n\\nprovider registry.example/hashicorp/google was not\\nfound in any of the search locations";
  const { code, others } = await onMachine(failing(error));
  expect([code, others]).toEqual([
    1,
    [expect.stringContaining(`providers: missing: google ${PROVIDERS.google.version} needed, and the mirror`)],
  ]);
});

test("credentials that Google's library cannot find: 1", async () => {
  const GOOGLE_APPLICATION_CREDENTIALS = join(folder, "none.json");
  const { code, others } = await onMachine(says("Terraform v1.11.4"), {
    GOOGLE_OAUTH_ACCESS_TOKEN: undefined,
    GOOGLE_APPLICATION_CREDENTIALS,
  });
  expect([code, others]).toEqual([1, ["credentials: missing: none found"]]);
});
