import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installationProblem, knownInstallationProblem, lockProblems } from "../../cli/shared/installation-failure";
import { probeBinary, readVersion, terraformBinary, terraformName } from "../../cli/shared/terraform-binary";
import { Terraform } from "../../cli/shared/terraform";
import { PROVIDERS } from "../../google/versions";

/** Which program plans and applies, and what is said where it, or a provider, is of another version than allowed. */

const { version: google } = PROVIDERS.google;
const NEEDED = "Terraform or OpenTofu >= 1.11.0, < 2.0.0 needed";

test.each([
  [{}, "terraform", "terraform"],
  [{ TERRAFORM_BINARY_NAME: "" }, "terraform", "terraform"],
  [{ TERRAFORM_BINARY_NAME: "tofu" }, "tofu", "tofu"],
  [{ TERRAFORM_BINARY_NAME: "/opt/tofu-1.11/tofu" }, "/opt/tofu-1.11/tofu", "tofu"],
])("%j: %s, called %s", (variables, binary, name) => {
  expect([terraformBinary(variables), terraformName(variables)]).toEqual([binary, name]);
});

test.each([
  ["Terraform v1.11.4\non linux_amd64\n", "Terraform", "1.11.4"],
  [
    "OpenTofu v1.11.14\non linux_amd64\n+ provider registry.opentofu.org/hashicorp/google v6.50.0\n",
    "OpenTofu",
    "1.11.14",
  ],
  ["Terraform v1.15.0-rc1\n", "Terraform", "1.15.0-rc1"],
  // A newer release, said of by Terraform itself.
  ["Terraform v1.12.0\non darwin_arm64\n\nYour version of Terraform is out of date!", "Terraform", "1.12.0"],
])("%j is allowed", (printed, product, version) => {
  expect(readVersion("tf", printed)).toEqual({ ok: true, product, version });
});

test.each([
  ["Terraform v1.10.5\n", "unfit", `tf: Terraform 1.10.5 found, ${NEEDED}`],
  ["OpenTofu v1.10.9\n", "unfit", `tf: OpenTofu 1.10.9 found, ${NEEDED}`],
  ["Terraform v2.0.0\n", "unfit", `tf: Terraform 2.0.0 found, ${NEEDED}`],
  ["Terragrunt version 0.99\n", "stranger", `tf tells no version of Terraform or OpenTofu; ${NEEDED}`],
  ["", "stranger", `tf tells no version of Terraform or OpenTofu; ${NEEDED}`],
])("%j is refused: %s", (printed, kind, problem) => {
  expect(readVersion("tf", printed)).toEqual({ ok: false, kind, problem });
});

describe("the program that TERRAFORM_BINARY_NAME names", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "netra-binary-"))));
  afterEach(() => {
    delete process.env.TERRAFORM_BINARY_NAME;
    rmSync(folder, { recursive: true, force: true });
  });

  function standIn(script: string): void {
    const path = join(folder, "tofu");
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    process.env.TERRAFORM_BINARY_NAME = path;
  }

  test("is asked for its version", async () => {
    standIn("[ $1 = version ] && echo 'OpenTofu v1.11.14'");
    expect(await probeBinary(folder, process.env)).toEqual({ ok: true, product: "OpenTofu", version: "1.11.14" });
  });

  test("is what every call starts, and a failure is called by its name", async () => {
    standIn("echo 'Error: no' >&2; exit 1");
    await expect(new Terraform("s", folder).init()).rejects.toThrow("s: tofu init: ended with status 1");
  });

  test("is absent", async () => {
    process.env.TERRAFORM_BINARY_NAME = join(folder, "nowhere");
    const problem = "nowhere is not where TERRAFORM_BINARY_NAME says";
    expect(await probeBinary(folder, process.env)).toEqual({ ok: false, kind: "absent", problem });
    process.env.TERRAFORM_BINARY_NAME = "netra-no-such-program";
    expect(await probeBinary(folder, process.env)).toMatchObject({ problem: "netra-no-such-program is not on PATH" });
  });

  test("fails", async () => {
    standIn("exit 3");
    const problem = "tofu cannot be run: ended with status 3";
    expect(await probeBinary(folder, process.env)).toEqual({ ok: false, kind: "broken", problem });
  });
});

describe("a lock file", () => {
  const block = (host: string, name: string, version: string): string =>
    `provider "${host}/hashicorp/${name}" {\n  version     = "${version}"\n  constraints = "${version}"\n  hashes = [\n    "h1:x=",\n  ]\n}\n`;
  const all = (host: string): string =>
    Object.entries(PROVIDERS)
      .map(([name, { version }]) => block(host, name, version))
      .join("\n");

  test.each(["registry.terraform.io", "registry.opentofu.org"])("of %s with what the stacks require", (host) => {
    expect(lockProblems(all(host))).toEqual([]);
  });

  test("with other versions, and with a provider that is none of ours", () => {
    const text = block("registry.terraform.io", "google", "5.1.0") + block("registry.terraform.io", "aws", "9.9.9");
    expect(lockProblems(text)).toEqual([
      `terraform.lock.hcl: google 5.1.0 found, ${google} needed; make it again (docs/first-deploy.md#the-lock-file-of-the-providers)`,
    ]);
  });
});

/** As Terraform 1.11.4 prints them; the box is drawn where there is a terminal. */
const PRINTED = {
  absent: `
Error: Failed to query available provider packages

Could not retrieve the list of available versions for provider
hashicorp/google: provider registry.terraform.io/hashicorp/google was not
found in any of the search locations

  - /srv/mirror
`,
  otherVersions: `
╷
│ Error: Failed to query available provider packages
│
│ Could not retrieve the list of available versions for provider
│ hashicorp/google: no available releases match the given constraints ${google}
╵
`,
  checksum: `
Error: Failed to install provider

Error while installing hashicorp/google v${google}: the local package for
registry.terraform.io/hashicorp/google ${google} doesn't match any of the
checksums previously recorded in the dependency lock file (this might be
`,
  noNetwork: `
Error: Failed to query available provider packages

Could not retrieve the list of available versions for provider
hashicorp/google: could not connect to registry.example: failed to
request discovery document: Get
"https://registry.example/.well-known/terraform.json": proxyconnect tcp:
`,
};

test.each([
  [
    "absent",
    `google ${google} needed, and the mirror that the CLI configuration names has no such provider: add it there, or unset TF_CLI_CONFIG_FILE to ask the registry`,
  ],
  [
    "otherVersions",
    `google ${google} needed, and the mirror or registry that the CLI configuration names has other versions alone: add it there`,
  ],
  [
    "checksum",
    `google ${google} found, and it is not the package whose checksum terraform.lock.hcl has: make it again (docs/first-deploy.md#the-lock-file-of-the-providers)`,
  ],
  [
    "noNetwork",
    `google ${google} needed, and its registry does not answer: name a mirror in the CLI configuration (TF_CLI_CONFIG_FILE)`,
  ],
] as const)("a provider that is %s: one line, without hosts and paths of this machine", (kind, line) => {
  expect(installationProblem(PRINTED[kind], "ended with status 1")).toBe(line);
});

/** As OpenTofu 1.11.14 prints the same. */
test.each([
  [
    "other versions alone",
    `resolve provider hashicorp/google: no available releases match the\ngiven constraints ${google}`,
  ],
  ["its registry does not answer", "resolve provider hashicorp/google: could not connect to\nregistry.example: failed"],
  [
    "no such provider",
    "query: provider registry.example/hashicorp/google was not\nfound in any of the search locations",
  ],
])("OpenTofu's words are read too: %s", (line, detail) => {
  expect(knownInstallationProblem(`\nError: Failed to resolve provider packages\n\nCould not ${detail}\n`)).toContain(
    line,
  );
});

test("another failure keeps Terraform's summary", () => {
  const stderr = "\nError: Invalid provider_installation host in /etc/x\n\nSee registry.example.\n";
  expect(knownInstallationProblem(stderr)).toBeUndefined();
  expect(installationProblem(stderr, "")).toBe(
    `google ${google} and random ${PROVIDERS.random.version} cannot be installed here: Invalid provider_installation host in …`,
  );
  expect(installationProblem("", "no answer within 30 s")).toMatch(/ cannot be installed here: no answer within 30 s$/);
});
