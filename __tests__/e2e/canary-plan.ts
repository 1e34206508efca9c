import { canary } from "./canary";

/** A plan and a state with a secret in every place of theirs that no report may show. */

const SERVICE = "google_cloud_run_v2_service.websocket-service";

/** Values, without a mark of Terraform's: most secrets have none. */
const service = (at: string): object => ({
  name: "websocket-service",
  project: "netra-staging",
  location: "us-central1",
  labels: { team: canary(`${at}-label`) },
  annotations: { note: canary(`${at}-annotation`) },
  description: canary(`${at}-description`),
  template: [
    {
      containers: [
        {
          image: "us-central1-docker.pkg.dev/netra-staging/netra/websocket-service:1.0.0",
          args: [canary(`${at}-argument`)],
          command: [canary(`${at}-command`)],
          env: [
            { name: "LOG_LEVEL", value: canary(`${at}-variable`) },
            { name: "REDIS_URL", value: `redis://default:${canary(`${at}-userinfo`)}@10.0.0.3:6379/0` },
          ],
        },
      ],
    },
  ],
});

/** Marked as a whole: names and keys inside are as secret as values. */
const marked = (at: string): object => ({
  input: [{ name: canary(`${at}-marked-name`), value: canary(`${at}-marked-value`) }],
  triggers_replace: { [canary(`${at}-marked-key`)]: canary(`${at}-marked-map`) },
});
const MARKS = { input: true, triggers_replace: true };

const change = (address: string, actions: readonly string[], sides: object, more: object = {}): object => ({
  ...{ address, mode: "managed", type: address.split(".")[0], name: address.split(".")[1] },
  change: { actions, ...sides },
  ...more,
});

const created = (address: string, after: object): object => change(address, ["create"], { before: null, after });

const RESOURCES = [
  change(SERVICE, ["update"], { before: service("before"), after: service("after") }),
  change("terraform_data.marked", ["update"], {
    ...{ before: marked("before"), after: marked("after"), before_sensitive: MARKS, after_sensitive: MARKS },
    replace_paths: [["triggers_replace", canary("before-marked-key")]],
  }),
  change("terraform_data.gone", ["delete"], { before: { input: canary("deleted") }, after: null }),
  change("terraform_data.left", ["delete"], { before: { input: canary("deposed") }, after: null }, { deposed: "1a2b" }),
  created("google_sql_user.app", { name: "app", password: canary("password") }),
  created("google_secret_manager_secret_version.key", { secret_data: canary("secret-version") }),
  created("vault_token.of_nobody_knows", { client_token: canary("foreign-provider") }),
  created("terraform_data.migrate", { input: canary("created") }),
];

const expressionsOf = (place: string): object => ({ value: { constant_value: canary(place) } });

/** A plan as `terraform show -json` prints it. */
export const PLAN = {
  format_version: "1.2",
  terraform_version: "1.11.4",
  variables: { database_password: { value: canary("plan-variable") } },
  resource_changes: RESOURCES,
  resource_drift: [
    change(SERVICE, ["update"], { before: service("applied"), after: service("live") }),
    change("terraform_data.marked", ["update"], {
      ...{ before: marked("applied"), after: marked("live"), before_sensitive: MARKS, after_sensitive: MARKS },
    }),
  ],
  output_changes: {
    address: { actions: ["update"], before: canary("output-before"), after: canary("output-after") },
    token: { actions: ["create"], before: null, after: canary("output-marked"), after_sensitive: true },
  },
  deferred_changes: [
    {
      reason: "resource_config_unknown",
      resource_change: created("terraform_data.later", { input: canary("deferred") }),
    },
  ],
  action_invocations: [{ address: "action.local_command.x", config_values: { command: canary("action") } }],
  checks: ["fail", "unknown"].map((status) => ({
    ...{ address: { kind: "check", to_display: `check.${status}s` }, status },
    instances: [{ status, problems: [{ message: canary(`check-${status}`) }] }],
  })),
  prior_state: { values: { root_module: { resources: [{ values: { input: canary("prior-state") } }] } } },
  configuration: {
    provider_config: {
      google: { name: "google", full_name: "g", expressions: { access_token: { constant_value: canary("provider") } } },
    },
    root_module: {
      variables: { database_password: { default: canary("variable-default") } },
      resources: [
        {
          ...{ address: "terraform_data.migrate", mode: "managed", type: "terraform_data", name: "migrate" },
          provisioners: [
            {
              type: "local-exec",
              expressions: {
                command: { constant_value: `migrate --password ${canary("provisioner-command")}` },
                environment: { constant_value: { TOKEN: canary("provisioner-variable") } },
              },
            },
            { type: canary("provisioner-type").replaceAll("-", " "), expressions: expressionsOf("provisioner-other") },
          ],
          expressions: expressionsOf("expression"),
        },
        {
          ...{ address: "data.external.version", mode: "data", type: "external", name: "version" },
          expressions: { program: { constant_value: ["sh", "-c", canary("data-program")] } },
        },
      ],
      module_calls: {
        network: {
          source: `git::https://deploy:${canary("module-source")}@git.example/network.git`,
          expressions: expressionsOf("module-argument"),
        },
      },
    },
  },
};

/** The same without the service, which needs secrets and images before it is applied. */
export const DEPLOYED_PLAN = { ...PLAN, resource_changes: RESOURCES.slice(1), resource_drift: [] };

/** A state as `terraform state pull` prints it. */
export const stateOf = (outputs: readonly string[]): object => ({
  ...{ version: 4, terraform_version: "1.11.4", serial: 1, lineage: "canaries" },
  outputs: Object.fromEntries(outputs.map((name) => [name, { value: canary("state-output"), type: "string" }])),
  resources: [
    {
      ...{ mode: "managed", type: "google_cloud_run_v2_service", name: "websocket-service" },
      instances: [{ attributes: service("adopted"), sensitive_attributes: [] }],
    },
    {
      ...{ mode: "managed", type: "google_sql_user", name: "app" },
      instances: [{ attributes: { name: "app", password: canary("adopted-password") } }],
    },
  ],
});
