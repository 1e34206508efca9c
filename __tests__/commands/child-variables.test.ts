import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { changesSince } from "../../cli/shared/base";
import { childVariables, type Child } from "../../cli/shared/child-variables";
import { setHooks } from "../../cli/shared/git-hooks";
import { Terraform } from "../../cli/shared/terraform";

/** What a child may know of the variables of the person, or of the job, that started us. */

/** What a job on GitHub has at most, and a person's shell. */
const SECRETS = {
  NETRA_REVIEW_KEY: "canary",
  E2E_BYPASS_KEY: "canary",
  GH_TOKEN: "canary",
  GITHUB_TOKEN: "canary",
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: "canary",
  ACTIONS_ID_TOKEN_REQUEST_URL: "canary",
  ACTIONS_RUNTIME_TOKEN: "canary",
  NOTIFY_WEBHOOK: "canary",
  NPM_TOKEN: "canary",
  NODE_AUTH_TOKEN: "canary",
  AWS_SECRET_ACCESS_KEY: "canary",
  SSH_AUTH_SOCK: "canary",
  PGPASSWORD: "canary",
};
const SHARED = { PATH: "/bin", HOME: "/root", TMPDIR: "/tmp", TZ: "UTC", LANG: "C", LC_ALL: "C", XDG_CACHE_HOME: "/c" };
const NETWORK = { HTTPS_PROXY: "p", https_proxy: "p", NO_PROXY: "n", SSL_CERT_FILE: "f", NODE_EXTRA_CA_CERTS: "f" };
const TERRAFORM = {
  GOOGLE_APPLICATION_CREDENTIALS: "f",
  GOOGLE_STORAGE_CUSTOM_ENDPOINT: "u",
  CLOUDSDK_CORE_PROJECT: "p",
  CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE: "f",
  TF_CLI_CONFIG_FILE: "f",
  TF_PLUGIN_CACHE_DIR: "d",
  TERRAFORM_BINARY_NAME: "tofu",
};

test.each<[Child, object]>([
  ["terraform", { ...SHARED, ...NETWORK, ...TERRAFORM }],
  ["synth", { ...SHARED, CDKTF_LOG_LEVEL: "warn", NODE_OPTIONS: "o" }],
  ["npm", { ...SHARED, ...NETWORK, npm_config_registry: "u" }],
  ["git", { ...SHARED, GIT_CONFIG_COUNT: "0" }],
  [
    "measured",
    {
      ...SHARED,
      ...NETWORK,
      NODE_OPTIONS: "o",
      TF_CLI_CONFIG_FILE: "f",
      TF_PLUGIN_CACHE_DIR: "d",
      TERRAFORM_BINARY_NAME: "tofu",
    },
  ],
])("%s gets what it needs and nothing else", (child, expected) => {
  const own = { CDKTF_LOG_LEVEL: "warn", NODE_OPTIONS: "o", npm_config_registry: "u", GIT_CONFIG_COUNT: "0" };
  const all = { ...SECRETS, ...SHARED, ...NETWORK, ...TERRAFORM, ...own };
  expect(childVariables(child, all)).toEqual(expected);
});

describe("a program that writes down the names of its variables", () => {
  let folder: string;
  const before = { ...process.env };
  const at = (...names: string[]): string => join(folder, ...names);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "netra-variables-"));
    mkdirSync(at("bin"));
    mkdirSync(at("told"));
    Object.assign(process.env, SECRETS, { PATH: [at("bin"), before.PATH].join(delimiter), LC_TOLD: at("told") });
  });
  afterEach(() => {
    for (const name of Object.keys(process.env)) if (!(name in before)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, before);
    rmSync(folder, { recursive: true, force: true });
  });

  function standIn(program: string, rest: string): void {
    const script = `#!/bin/sh\nenv >> "$LC_TOLD/${program}"\n${rest}\n`;
    writeFileSync(at("bin", program), script);
    chmodSync(at("bin", program), 0o755);
  }
  /** What every stand-in was told, and which were asked. */
  const told = (): string =>
    readdirSync(at("told"))
      .map((name) => readFileSync(at("told", name), "utf8"))
      .join("");

  test("Terraform, for whoever it is started", async () => {
    standIn("terraform", "exit 0");
    await new Terraform("s", folder).init();
    await new Terraform("s", folder, { variables: { ...process.env, GOOGLE_OAUTH_ACCESS_TOKEN: "sandbox" } }).destroy();
    expect(readdirSync(at("told"))).toEqual(["terraform"]);
    expect(told()).toContain("GOOGLE_OAUTH_ACCESS_TOKEN=sandbox");
    expect(told()).not.toContain("canary");
  });

  test("git and npm, where another commit's packages are installed: without their scripts", async () => {
    const tree = `for word; do case $word in --prefix=*) mkdir -p "\${word#--prefix=}" ;; esac; done`;
    standIn("git", tree);
    standIn("npm", 'echo "$*" > "$LC_TOLD/arguments"; exit 1');
    await expect(changesSince(folder, "HEAD")).rejects.toThrow("npm ci: ended with status 1");
    expect(readdirSync(at("told"))).toEqual(["arguments", "git", "npm"]);
    expect(told()).not.toContain("canary");
    expect(readFileSync(at("told", "arguments"), "utf8")).toBe("ci --ignore-scripts --no-audit --no-fund\n");
  });

  test("git, where hooks are set", async () => {
    standIn("git", "exit 0");
    await setHooks(folder);
    expect(told()).toContain("PATH=");
    expect(told()).not.toContain("canary");
  });
});
