/**
 * What a child is told of our variables. A variable that is not listed reaches no child: the key of the digests, the
 * bypass key, GitHub's tokens and the address at which a runner makes identities are ours alone, and a provider or a
 * package that wants them cannot read them.
 *
 * Terraform needs none of a runner's: google-github-actions/auth writes the address and its header into the file that
 * GOOGLE_APPLICATION_CREDENTIALS names
 * (https://github.com/google-github-actions/auth/blob/v3.0.0/src/client/workload_identity_federation.ts).
 */

/** Where programs, files and words are. */
const EVERY_CHILD = [
  "PATH",
  "HOME",
  "USER",
  "LOGNAME",
  "SHELL",
  "TMPDIR",
  "TZ",
  "LANG",
  "LANGUAGE",
  "LC_*",
  "XDG_*",
  "TERM",
  "CI",
  "NO_COLOR",
];

/** The way out, and whom to believe there. Programs read the proxies in capitals or not. */
const NETWORK = [
  ...["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"].flatMap((name) => [name, name.toLowerCase()]),
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "NODE_EXTRA_CA_CERTS",
];

/** By child: names, or how they begin before a star. */
const ALLOWED = {
  /** Its own, the google provider's, and those of the file or the metadata server that has the credentials. */
  terraform: [
    ...NETWORK,
    "TF_*",
    // Which program it is: a command of ours that is started in its place, as a test does it, has to know.
    "TERRAFORM_BINARY_NAME",
    "CHECKPOINT_DISABLE",
    "GOOGLE_*",
    "GCLOUD_*",
    "CLOUDSDK_*",
    "GCE_METADATA_HOST",
    "GCE_METADATA_IP",
  ],
  /** A synthesis of ours. It reads no network. */
  synth: ["NODE_OPTIONS", "CDKTF_*"],
  npm: [...NETWORK, "npm_config_*", "NPM_CONFIG_*"],
  git: ["GIT_*"],
  /** What the bench measures: commands of ours, with nobody's account, and checkov beside them. */
  measured: [...NETWORK, "NODE_OPTIONS", "TF_*", "TERRAFORM_BINARY_NAME"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** A sort of child. */
export type Child = keyof typeof ALLOWED;

const matches = (name: string, allowed: string): boolean =>
  allowed.endsWith("*") ? name.startsWith(allowed.slice(0, -1)) : name === allowed;

/**
 * The variables that a child gets.
 *
 * @param from - what to choose from; @default this process's variables
 */
export function childVariables(child: Child, from: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const allowed = [...EVERY_CHILD, ...ALLOWED[child]];
  return Object.fromEntries(Object.entries(from).filter(([name]) => allowed.some((each) => matches(name, each))));
}
