import { SERVICE_ACCESS, SERVICE_EGRESS } from "../../../../google/hardened/cloud-run";
import { BACKEND_ROWS, TLS_POLICY } from "../../../../google/hardened/load-balancer";
import { blockPaths, textAt, valueAt, type Resource } from "../../../core/resource";
import { BACKEND_SERVICE } from "../../google/edge/serverless-backends";
import { listed, one, plain, services } from "./read";
import type { HardenedValue } from "./row";

/** What is read where there is no such grant. */
const NOTHING: Resource = { stack: "", address: "", type: "", values: {}, references: new Map() };

export const AROUND: readonly HardenedValue[] = [
  {
    id: "lb-timeout",
    plan: "3.1",
    title: "load balancer timeout",
    acts: "the only value Google accepts on a serverless NEG; it bounds no request, Cloud Run's request timeout does",
    rules: ["lb-backend-timeout", "lb-backend-timeout-declared"],
    read: (estate) =>
      listed(estate.ofType(BACKEND_SERVICE), (backend) => `${plain(backend, BACKEND_ROWS.timeoutSec.path)} s`),
  },
  {
    id: "lb-draining",
    plan: "3.1",
    title: "load balancer draining",
    acts: "accepted and without effect on sockets: they drain on Cloud Run, where the old revision finishes its requests",
    rules: ["lb-draining"],
    read: (estate) =>
      listed(estate.ofType(BACKEND_SERVICE), (backend) => `${plain(backend, BACKEND_ROWS.drainingTimeoutSec.path)} s`),
  },
  {
    id: "private-egress",
    plan: "1.3",
    title: "way to the database and the cache: egress / subnet",
    acts: "direct VPC egress: two addresses an instance, of the old and the new revision alike",
    rules: ["run-vpc-access", "run-egress", "network-subnet-size", "budget-subnet-addresses"],
    read: (estate) => {
      const inVpc = services(estate).filter((service) => valueAt(service, "template[0].vpc_access[0]") !== undefined);
      const [subnet] = estate.ofType("google_compute_subnetwork");
      const egress = listed(inVpc, (service) => plain(service, SERVICE_EGRESS.egress.path));
      return `${egress} / ${subnet ? plain(subnet, "ip_cidr_range") : "none"}`;
    },
  },
  {
    id: "entry",
    plan: "3.1",
    title: "way in: ingress / scheme / TLS / rate limit per address",
    acts: "everything comes through the load balancer, where Cloud Armor throttles floods and previews WAF rules",
    rules: [
      "run-ingress",
      "run-default-uri",
      "run-invoker",
      "lb-scheme",
      "lb-tls-policy",
      "lb-https-redirect",
      "lb-logging",
      "armor-attached",
      "armor-rate-limit",
      "armor-rate-limit-declared",
      "armor-waf-preview",
    ],
    checks: ["load-balancer/*/backend", "tls/*/minimum-version", "redirect/*"],
    read: (estate) => {
      const ingress = listed(services(estate), (service) =>
        plain(service, SERVICE_ACCESS.ingress.path).replace("INGRESS_TRAFFIC_", ""),
      );
      const scheme = listed(estate.ofType(BACKEND_SERVICE), (backend) =>
        plain(backend, BACKEND_ROWS.loadBalancingScheme.path),
      );
      const tls = one(TLS_POLICY.minTlsVersion.type, (policy) => plain(policy, TLS_POLICY.minTlsVersion.path))(estate);
      const limit = one("google_compute_security_policy", (policy) => {
        const rule = blockPaths(policy, "rule").find((at) => textAt(policy, `${at}.action`) === "throttle");
        const threshold = `${rule}.rate_limit_options[0].rate_limit_threshold[0]`;
        return rule === undefined
          ? "none"
          : `${plain(policy, `${threshold}.count`)} in ${plain(policy, `${threshold}.interval_sec`)} s`;
      })(estate);
      return `${ingress} / ${scheme} / ${tls} / ${limit}`;
    },
  },
  {
    id: "secrets",
    plan: "1.1",
    title: "secrets: generated versions, none of them in state",
    acts: "Secret Manager: running revisions pin a version, a rotation writes a new one and keeps the old",
    rules: [
      "secret-value-in-state",
      "secret-write-only-version",
      "secret-rotation",
      "secret-accessor",
      "secret-cache-auth-tied",
      "secret-deletion-protection",
    ],
    checks: ["variables/*/references", "variables/*/versions", "variables/*/access"],
    read: (estate) => {
      const versions = estate.ofType("google_secret_manager_secret_version");
      const writeOnly = versions.filter((version) => valueAt(version, "secret_data_wo") !== undefined);
      return `${writeOnly.length} of ${versions.length} write-only`;
    },
  },
  {
    id: "separation",
    plan: "risks",
    title: "environment separation: project / state",
    acts: "separate projects, states and accounts; production is never the default of a command",
    rules: [
      "env-environment-agrees",
      "stack-project",
      "resource-project",
      "state-remote-backend",
      "state-remote-backend-declared",
    ],
    read: ({ stacks }) => {
      const buckets = new Set(
        stacks.map(({ backendSettings }) => textAt({ values: backendSettings }, "bucket") ?? "none"),
      );
      const projects = new Set(stacks.map(({ provider }) => textAt({ values: provider }, "project") ?? "none"));
      return `${[...projects].join(", ")} / ${[...buckets].join(", ")}`;
    },
  },
  {
    id: "state-bucket",
    plan: "risks",
    title: "state bucket: versions / uniform access / public access / deleted after",
    acts: "Cloud Storage: the way back to a state that was overwritten; whoever reads it reads the cache's AUTH string",
    rules: ["state-bucket-lifecycle", "state-bucket-versioning", "state-bucket-access"],
    read: one("google_storage_bucket", (bucket) => {
      const condition = "lifecycle_rule[0].condition[0]";
      const old = `${plain(bucket, `${condition}.days_since_noncurrent_time`)} days and ${plain(bucket, `${condition}.num_newer_versions`)} newer versions`;
      const access = ["versioning[0].enabled", "uniform_bucket_level_access", "public_access_prevention"];
      return [...access.map((path) => plain(bucket, path)), `${old}, ${plain(bucket, `${condition}.with_state`)}`].join(
        " / ",
      );
    }),
  },
  {
    id: "ci-identity",
    plan: "risks",
    title: "who becomes CI's accounts: pools with a condition on our repository / keys",
    acts: "Google's token service: it exchanges a workflow's token, and there is no key that could leak",
    rules: ["identity-pool-condition", "identity-pool-condition-declared"],
    read: (estate) => {
      const providers = estate.ofType("google_iam_workload_identity_pool_provider");
      const ours = providers.filter((provider) =>
        (textAt(provider, "attribute_condition") ?? "").includes("assertion.repository_id == "),
      );
      const keys = estate.ofType("google_service_account_key").length;
      return `${ours.length} of ${providers.length} / ${keys === 0 ? "none" : keys}`;
    },
  },
  {
    id: "ci-reach",
    plan: "risks",
    title: "how far CI reaches: states that it writes / accounts that it starts services as / roles on the project",
    acts: "Google's IAM: bootstrap's state, what ends or exports data, and who may do what are a person's",
    rules: ["ci-state-write", "ci-acts-as", "ci-project-roles"],
    read: (estate) => {
      const writes = estate
        .ofType("google_storage_bucket_iam_member")
        .find(
          (grant) => /terraform-deployer@/.test(plain(grant, "member")) && /objectUser$/.test(plain(grant, "role")),
        );
      const prefixes = [...plain(writes ?? NOTHING, "condition[0].expression").matchAll(/objects\/([^/]+)\//g)];
      const started = estate
        .ofType("google_service_account_iam_member")
        .filter((grant) => plain(grant, "role") === "roles/iam.serviceAccountUser").length;
      const roles = estate
        .ofType("google_project_iam_member")
        .filter((grant) => /terraform-deployer@/.test(plain(grant, "member"))).length;
      return `${prefixes.map(([, prefix]) => prefix).join(", ")} / ${started} / ${roles}`;
    },
  },
  {
    id: "programs",
    plan: "risks",
    title: "programs that an apply runs beside the provider: resources with a provisioner",
    acts: "Terraform itself: a provisioner runs on the machine that applies, with the deployer's credentials",
    rules: ["provisioner-none"],
    read: ({ resources }) => {
      const count = resources.filter(({ provisioners = [] }) => provisioners.length > 0).length;
      return count === 0 ? "none" : String(count);
    },
  },
];
