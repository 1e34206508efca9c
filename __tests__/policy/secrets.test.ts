import { FLOORS } from "../../environments/contract";
import { trial } from "../fixture/trial";
import type { Spec } from "../../policy/core/spec";
import { secretAccessRules } from "../../policy/packs/google/secrets/secret-access";
import { secretRules as googleSecretRules } from "../../policy/packs/google/secrets/secrets";
import { secretRules as ourSecretRules } from "../../policy/packs/netra/secrets";
import { alteredBody, verdictsOf, verdictsOfRule } from "../support/resource";

const secretRules = [...googleSecretRules, ...secretAccessRules, ...ourSecretRules];
const SPEC: Spec = { environment: trial, contract: [], floors: FLOORS };
const RUN = "google_cloud_run_v2_service";
const GRANT = "google_secret_manager_secret_iam_member";
const VERSION = "google_secret_manager_secret_version";
const REFERENCE = `\${${VERSION}.key.version}`;

const service = (name: string, version: string, env: readonly object[] = []) => ({
  name,
  template: {
    service_account: `${name}@p.iam.gserviceaccount.com`,
    containers: [
      { env: [{ name: "JWT_SECRET_KEY", value_source: { secret_key_ref: { secret: "key", version } } }, ...env] },
    ],
  },
});
const grant = (name: string) => ({
  secret_id: "key",
  role: "roles/secretmanager.secretAccessor",
  member: `serviceAccount:${name}@p.iam.gserviceaccount.com`,
});

/** Two services that share a secret, as our stacks declare them. */
const GOOD = {
  [`${RUN}.a`]: service("a", REFERENCE),
  [`${RUN}.b`]: service("b", REFERENCE),
  [`${GRANT}.a`]: grant("a"),
  [`${GRANT}.b`]: grant("b"),
  "google_secret_manager_secret.key": { secret_id: "key", deletion_protection: true },
  [`${VERSION}.key`]: {
    secret: "${google_secret_manager_secret.key.id}",
    secret_data_wo: "${ephemeral.random_password.key.result}",
    secret_data_wo_version: 1,
    deletion_policy: "ABANDON",
    lifecycle: { create_before_destroy: true },
  },
  [`${VERSION}.redis`]: {
    secret: "redis",
    secret_data_wo: "${google_redis_instance.redis.auth_string}",
    secret_data_wo_version: 1,
    deletion_policy: "ABANDON",
    lifecycle: { replace_triggered_by: ["google_redis_instance.redis.create_time"] },
  },
  "google_sql_user.app": {
    name: "app",
    password_wo: "${ephemeral.random_password.key.result}",
    password_wo_version: 1,
  },
};
type Address = keyof typeof GOOD;

const found = (changes: Readonly<Record<string, object | undefined>>, spec: Spec | undefined = SPEC) => {
  const bodies: Record<string, object> = {};
  for (const [address, body] of Object.entries<object | undefined>({ ...GOOD, ...changes }))
    if (body) bodies[address] = body;
  return verdictsOf(secretRules, bodies, spec);
};
const changed = (address: Address, path: string, value: unknown) => ({
  [address]: alteredBody(GOOD[address] as object, path, value),
});

test("secrets declared as they should be have no finding", () => {
  expect(found({})).toEqual([]);
});

test.each<[rule: string, changes: Readonly<Record<string, object | undefined>>, message: string]>([
  ["secret-version-pinned", { [`${RUN}.a`]: service("a", "latest") }, '"JWT_SECRET_KEY" has "latest"'],
  ["secret-version-pinned", { [`${RUN}.a`]: service("a", "") }, "has no version number"],
  ["secret-accessor", { [`${GRANT}.a`]: undefined }, '"JWT_SECRET_KEY" is mounted, but the account'],
  [
    "secret-accessor",
    changed(`${GRANT}.a` as Address, "member", "serviceAccount:other@p.iam.gserviceaccount.com"),
    "may not read it",
  ],
  [
    "secret-shared-version",
    { [`${RUN}.b`]: service("b", "7") },
    `another version of its secret than ${RUN}.a JWT_SECRET_KEY`,
  ],
  [
    "secret-write-only-version",
    changed("google_sql_user.app", "password_wo_version", undefined),
    "password_wo_version: nothing found",
  ],
  [
    "secret-write-only-version",
    changed(`${VERSION}.key` as Address, "secret_data_wo_version", undefined),
    "secret_data_wo_version: nothing",
  ],
  ["secret-rotation", changed(`${VERSION}.key` as Address, "deletion_policy", "DELETE"), '"DELETE" found'],
  ["secret-rotation", changed(`${VERSION}.key` as Address, "lifecycle", undefined), "create_before_destroy"],
  [
    "secret-cache-auth-tied",
    changed(`${VERSION}.redis` as Address, "lifecycle.replace_triggered_by", undefined),
    "google_redis_instance.redis is not named",
  ],
  [
    "secret-cache-auth-tied",
    changed(`${VERSION}.redis` as Address, "lifecycle.create_before_destroy", true),
    "it would hold for google_redis_instance.redis too",
  ],
  [
    "secret-deletion-protection",
    changed("google_secret_manager_secret.key", "deletion_protection", undefined),
    "nothing found, true allowed",
  ],
  [
    "env-plain-secret",
    { [`${RUN}.a`]: service("a", REFERENCE, [{ name: "API_KEY", value: "abc" }]) },
    '"API_KEY" has a plain value',
  ],
  [
    "env-plain-secret",
    { [`${RUN}.a`]: service("a", REFERENCE, [{ name: "DB_PASSWORD", value: "${google_x_y.z.password}" }]) },
    '"DB_PASSWORD" has a plain value',
  ],
  [
    "env-plain-secret",
    { [`${RUN}.a`]: service("a", REFERENCE, [{ name: "BROKER", value: "redis://:abc@10.0.0.1:6379" }]) },
    '"BROKER" has a plain value',
  ],
])("%s", (rule, changes, message) => {
  const findings = found(changes);
  expect([...new Set(findings.map((finding) => finding.rule))]).toEqual([rule]);
  expect(findings.map((finding) => finding.message).join()).toContain(message);
});

test("a value in state is found beside its write-only twin's absence", () => {
  const inState = alteredBody(
    alteredBody(GOOD[`${VERSION}.key` as Address] as object, "secret_data", "abc"),
    "secret_data_wo",
    undefined,
  );
  expect(found({ [`${VERSION}.key`]: inState }).map(({ rule, message }) => [rule, message])).toEqual([
    [
      "secret-value-in-state",
      "secret_data: found, only secret_data_wo allowed; use the write-only argument with an ephemeral value",
    ],
  ]);
});

test.each(["JWT_EXPIRATION_MINUTES", "SECRET_NAME", "TOKEN_TTL", "SERVICE_ACCOUNT_ID", "OAUTH_TOKEN_URL", "MONKEY"])(
  "%s speaks about a secret and is none",
  (name) => expect(found({ [`${RUN}.a`]: service("a", REFERENCE, [{ name, value: "text" }]) })).toEqual([]),
);

test("without our own data and without any grant in sight, access is granted elsewhere", () => {
  const { [`${GRANT}.a`]: _a, [`${GRANT}.b`]: _b, ...rest } = GOOD;
  expect(verdictsOf(googleSecretRules, rest)).toEqual([]);
  expect(verdictsOf(secretRules, rest, SPEC).map(({ rule }) => rule)).toEqual([
    "secret-accessor-declared",
    "secret-accessor-declared",
  ]);
});

test("what cannot be told is unknown", () => {
  const unknownAccount = alteredBody(service("a", REFERENCE), "template.service_account", "${google_x_y.z.email}");
  const unknownVersion = alteredBody(GOOD[`${VERSION}.key` as Address] as object, "deletion_policy", "${var.policy}");
  expect(found({ [`${RUN}.a`]: unknownAccount }).map(({ rule, status }) => [rule, status])).toEqual([
    ["secret-accessor", "unknown"],
  ]);
  expect(found({ [`${VERSION}.key`]: unknownVersion }).map(({ rule, status }) => [rule, status])).toEqual([
    ["secret-rotation", "unknown"],
  ]);
});

test("a waived accessor leaves our own promise open", () => {
  const waiver = {
    rule: "secret-accessor",
    address: `${RUN}.a`,
    reason: "a trial",
    owner: "platform",
    expires: "2026-12-31",
  };
  const judged = found({ [`${GRANT}.a`]: undefined }, { ...SPEC, environment: { ...trial, waivers: [waiver] } }).map(
    ({ rule, status }) => [rule, status],
  );
  expect(judged).toEqual([
    ["secret-accessor", "waived"],
    ["secret-accessor-declared", "violation"],
  ]);
});

test("protection that is left out is another team's choice", () => {
  const open = { ...GOOD, ...changed("google_secret_manager_secret.key", "deletion_protection", undefined) };
  expect(verdictsOf(googleSecretRules, open)).toEqual([]);
});

test("no message quotes a plain value", () => {
  const canary = "canary-4f1c9d27";
  const body = service("a", REFERENCE, [
    { name: "API_KEY", value: canary },
    { name: "URL", value: `amqp://u:${canary}@h` },
  ]);
  const findings = found({ [`${RUN}.a`]: body });
  expect(findings).toHaveLength(2);
  expect(JSON.stringify(findings)).not.toContain(canary);
});

test.each([
  ["TOKEN_BUDGET", "4000", 0],
  ["PASSWORD_LOGIN", "false", 0],
  ["ACCESS_TOKEN_EXPIRES_IN", "15m", 0],
  ["DB_PASSWORD", "123456", 1],
  ["db_password", "abc", 1],
  ["JWT_SIGNING_KEY", "abc", 1],
  ["TOKEN_VALUE_OLD", "abcdefgh", 1],
])("env-plain-secret of %s = %s", (name, value, findings) => {
  const bodies = { [`${RUN}.a`]: { template: { containers: [{ env: [{ name, value }] }] } } };
  expect(verdictsOfRule(googleSecretRules, "env-plain-secret", bodies)).toHaveLength(findings);
});
