import type { Environment } from "../../environments/environment";
import { problemText, selectEnvironments } from "../../environments";
import { prd } from "../fixture/prd";
import { trial } from "../fixture/trial";
import { validateEnvironment } from "../../environments/validate";

const TODAY = "2026-11-22";

/** A copy with the value at a path replaced; undefined removes it. */
function changed(environment: Environment, path: string, value: unknown): Environment {
  const copy = structuredClone(environment) as unknown as Record<string, unknown>;
  const steps = path.split("/");
  const last = steps.pop()!;
  const parent = steps.reduce((at, step) => at[step] as Record<string, unknown>, copy);
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
  return copy as unknown as Environment;
}

const problemsOf = (environment: Environment): readonly string[] =>
  validateEnvironment(environment, TODAY).map(problemText);

test.each([trial, prd])("$name has no problem", (environment) => {
  expect(problemsOf(environment)).toEqual([]);
});

test("a revision of the service may be pinned", () => {
  expect(problemsOf(changed(trial, "services/frontend/pinnedRevision", "frontend-00001-abc"))).toEqual([]);
});

const WS = "services/websocket-service";
const SERVICES = "websocket-service, auth-service, frontend";

test.each<[path: string, value: unknown, problem: string]>([
  [
    `${WS}/probes/startup/failureThreshold`,
    30,
    "trial.services.websocket-service.probes.startup: 30 × 10 s = 300 s, at most 240 s; lower failureThreshold to 24",
  ],
  [
    `${WS}/probes/startup/failureThreshold`,
    12,
    "trial.services.websocket-service.probes.startup: 12 × 10 s = 120 s, but the service may take 180 s to start; raise failureThreshold",
  ],
  [
    `${WS}/probes/startup/timeoutSeconds`,
    11,
    "trial.services.websocket-service.probes.startup.timeoutSeconds: 11 s found, 1 to the period (10 s) allowed",
  ],
  [
    `${WS}/probes/startup/path`,
    "/healthz",
    'trial.services.websocket-service.probes.startup.path: "/healthz" found; it must start with / and not end in z, which Google\'s front end keeps for itself',
  ],
  [
    `${WS}/probes/liveness/path`,
    "/health/ready",
    'trial.services.websocket-service.probes.liveness.path: "/health/ready" is the startup probe\'s path too; liveness must not touch a dependency, give it its own',
  ],
  [
    `${WS}/memoryMiB`,
    16384,
    "trial.services.websocket-service.memoryMiB: 16384 MiB with 2 vCPU found, 512–8192 MiB allowed; change the memory or the CPU",
  ],
  [
    `${WS}/pinnedRevision`,
    "frontend-00001-abc",
    'trial.services.websocket-service.pinnedRevision: "frontend-00001-abc" found, a revision of the service (websocket-service-…) allowed; ./netra drift and the rollback name it',
  ],
  [`${WS}/cpu`, 3, "trial.services.websocket-service.cpu: 3 vCPU found; allowed: 1, 2, 4, 6, 8"],
  [
    `${WS}/scaling/min`,
    0,
    "trial.services.websocket-service.scaling.min: 0 instances found, a whole number from 1 to 1000 allowed",
  ],
  [
    `${WS}/concurrency`,
    1001,
    "trial.services.websocket-service.concurrency: 1001 requests found, a whole number from 1 to 1000 allowed",
  ],
  [`${WS}/port`, 0, "trial.services.websocket-service.port: 0 found, a whole number from 1 to 65535 allowed"],
  [
    `${WS}/requestTimeoutSeconds`,
    300,
    "trial.services.websocket-service.requestTimeoutSeconds: 300 s found, 3600 s needed: a socket is one request and ends with it",
  ],
  [
    `${WS}/image/firstTag`,
    "latest",
    'trial.services.websocket-service.image.firstTag: "latest" found; name a fixed tag: latest gives no revision that can be made again',
  ],
  [
    `${WS}/databasePool/size`,
    6,
    'trial.budgets: database connections: 10 × 1 × 16 × 2 + 10 × 1 × 4 × 2 + 15 reserve = 415, at most 400; lower services["websocket-service"].scaling.max from 10 to 9, or lower services["websocket-service"].databasePool.size + maxOverflow from 16 to 15, or raise database.tier from db-custom-2-7680 to db-custom-4-15360 and database.maxConnections from 400 to 415',
  ],
  [
    `${WS}/scaling/max`,
    11,
    'trial.budgets: database connections: 11 × 1 × 15 × 2 + 10 × 1 × 4 × 2 + 15 reserve = 425, at most 400; lower services["websocket-service"].scaling.max from 11 to 10, or lower services["websocket-service"].databasePool.size + maxOverflow from 15 to 13, or raise database.tier from db-custom-2-7680 to db-custom-4-15360 and database.maxConnections from 400 to 425',
  ],
  [`${WS}/variables/PORT`, "8000", "trial.services.websocket-service.variables.PORT: reserved by Cloud Run; remove it"],
  [
    `${WS}/variables/NEXT_PUBLIC_API`,
    "x",
    "trial.services.websocket-service.variables.NEXT_PUBLIC_API: read when the image is built, not on a running service; set it in the image's build",
  ],
  [
    `${WS}/variables/SERVICE_ID`,
    "netra-backend\n",
    "trial.services.websocket-service.variables.SERVICE_ID: holds a control character (a line break?); remove it",
  ],
  [
    `${WS}/variables/JWT_SECRET_KEY`,
    "x",
    "trial.services.websocket-service.variables.JWT_SECRET_KEY: a secret; name it under secrets, never as text",
  ],
  [
    `${WS}/secrets/LLM_API_KEY`,
    "nothing",
    'trial.services.websocket-service.secrets.LLM_API_KEY: no secret "nothing"; known: jwt-secret-key, service-secret, oauth-client-secret, llm-api-key',
  ],
  [
    "hosts/api/host",
    "app.trial.chat.example",
    'trial.hosts.api.host: "app.trial.chat.example" stands at hosts.app too; a host has one row, its other paths go under paths',
  ],
  [
    "hosts/api/host",
    "api.example.com",
    'trial.hosts.api.host: "api.example.com" is not in the environment\'s domain trial.chat.example',
  ],
  [
    "hosts/api/host",
    "*.trial.chat.example",
    'trial.hosts.api.host: "*.trial.chat.example" is no host name; a managed certificate takes no wildcard and no port',
  ],
  ["hosts/api/service", "backend", `trial.hosts.api.service: routed nowhere: no service "backend"; known: ${SERVICES}`],
  ["hosts/app/paths/1/path", "ws", 'trial.hosts.app.paths[1].path: "ws" found; allowed: /exact or /prefix/*'],
  ["hosts/app/paths/1/path", "/ws/*", 'trial.hosts.app.paths[2].path: "/ws/*" stands twice for this host; remove one'],
  [
    "hosts/auth/announcedAs",
    undefined,
    "trial.hosts: 0 rows are announced as AUTH_SERVICE_URL, exactly one is needed: services read its URL",
  ],
  [
    "database/tier",
    "db-n1-standard-1",
    'trial.database.tier: "db-n1-standard-1" is no PostgreSQL tier; use db-custom-<vCPU>-<MiB>, 0.9–6.5 GiB per vCPU',
  ],
  [
    "database/edition",
    "ENTERPRISE_PLUS",
    'trial.database.tier: "db-custom-2-7680" belongs to ENTERPRISE, but edition is ENTERPRISE_PLUS; change one of them',
  ],
  [
    "database/maxConnections",
    600,
    "trial.database.maxConnections: 600 found, 400 is what the tier's memory carries; raise the tier first",
  ],
  ["database/backups/logDays", 35, "trial.database.backups.logDays: 35 days found, a whole number from 1 to 7 allowed"],
  [
    "database/standbyZone",
    "us-central1-b",
    "trial.database.standbyZone: us-central1-b found with ZONAL; REGIONAL needs one and ZONAL none",
  ],
  [
    "cache/tier",
    "BASIC",
    "trial.cache.tier: BASIC found, STANDARD_HA needed: a basic instance loses everything with its node",
  ],
  [
    "network/subnetCidr",
    "10.10.0.0/27",
    'trial.network.subnetCidr: "10.10.0.0/27" found, /26 or larger needed for direct VPC egress',
  ],
  [
    "network/subnetCidr",
    "10.20.4.0/24",
    "trial.network.peering: overlaps the subnet 10.20.4.0/24; choose another range",
  ],
  ["network/subnetCidr", "10.10.0.1/24", 'trial.network.subnetCidr: "10.10.0.1/24" is no network address a.b.c.d/n'],
  [
    "e2e/aliasConsumer",
    "websocket-service",
    'trial.e2e.aliasConsumer: "websocket-service" is a socket service: there the alias opens a bypass for every client; use the auth service',
  ],
  ["e2e/keyMaxAgeDays", 0, "trial.e2e.keyMaxAgeDays: 0 days found, a whole number from 1 to 90 allowed"],
  ["e2e/keyMaxAgeDays", 91, "trial.e2e.keyMaxAgeDays: 91 days found, a whole number from 1 to 90 allowed"],
  ["e2e/runner/signIns", 0, "trial.e2e.runner.signIns: 0 tokens found, a whole number from 1 to 1000 allowed"],
  ["e2e/runner/runsPerHour", 61, "trial.e2e.runner.runsPerHour: 61 runs found, a whole number from 1 to 60 allowed"],
  [
    "secrets/generated/service-secret/version",
    0,
    "trial.secrets.generated.service-secret.version: 0 found, a whole number from 1 to 1000000 allowed",
  ],
  [
    "project",
    "example-prd",
    'trial.project: "example-prd" does not name the environment trial: a state applied to another environment\'s project is how production breaks',
  ],
  [
    "ci/repositoryId",
    "owner/netra",
    'trial.ci.repositoryId: "owner/netra" found, digits allowed; take the number from https://api.github.com/repos/OWNER/REPO, not the name',
  ],
  [
    "ci/repositoryOwnerId",
    '1" || "" == "',
    'trial.ci.repositoryOwnerId: "1" || "" == "" found, digits allowed; take the number from https://api.github.com/repos/OWNER/REPO, not the name',
  ],
  [
    "ci/deployRef",
    "refs/pull/1/merge",
    'trial.ci.deployRef: "refs/pull/1/merge" found, refs/heads/<branch> allowed; whoever can push another kind of ref would deploy',
  ],
  [
    "ci/deployRef",
    'refs/heads/main" || "" == "',
    'trial.ci.deployRef: "refs/heads/main" || "" == "" found, refs/heads/<branch> allowed; whoever can push another kind of ref would deploy',
  ],
  [
    "ci/deployEnvironment",
    "trial-plan",
    'trial.ci.deployEnvironment: "trial-plan" is where plans are made, and its rules ask nobody for a deploy; use trial',
  ],
  [
    "ci/deployEnvironment",
    "prd",
    'trial.ci.deployEnvironment: "prd" does not name the environment trial: another environment\'s approval would deploy this one',
  ],
  ["channels/infrastructure/address", "devops", 'trial.channels.infrastructure.address: "devops" is no mail address'],
  [
    "channels/infrastructure",
    { type: "sms", number: "555 0100" },
    'trial.channels.infrastructure.number: "555 0100" found, + and digits allowed',
  ],
  [
    "channels/infrastructure",
    { type: "pubsub", topic: "alerts" },
    'trial.channels.infrastructure.topic: "alerts" found, projects/PROJECT/topics/TOPIC allowed',
  ],
  [
    "channels/infrastructure",
    { type: "pagerduty", madeAs: "projects/p/notificationChannels/1" },
    'trial.channels.infrastructure.madeAs: "projects/p/notificationChannels/1" found, the digits allowed that Google\'s name of the channel ends with; its key stays with Google',
  ],
  [
    "channels/Phone",
    { type: "sms", number: "+12125550100" },
    "trial.channels.Phone: lower-case letters, digits and dashes allowed: it is part of an address",
  ],
  [
    "channels/phone",
    { type: "sms", number: "+12125550100" },
    "trial.channels.phone: no contact names it; name it under page or ticket, or remove it",
  ],
  ["contacts/infrastructure/page", [], "trial.contacts.infrastructure.page: empty; alerts of this class go nowhere"],
  [
    "contacts/infrastructure/ticket",
    ["infrastructure", "infrastructure"],
    "trial.contacts.infrastructure.ticket: a channel twice: people would be told twice",
  ],
  [
    "contacts/infrastructure/page",
    ["pager"],
    'trial.contacts.infrastructure.page: "pager" is no channel; infrastructure, authentication, test-framework allowed',
  ],
  [
    "contacts/infrastructure/escalation",
    "the DevOps team",
    'trial.contacts.infrastructure.escalation: "the DevOps team" found, a number as +1-202-555-0100 or a link as https://… allowed: words reach nobody at night',
  ],
  [
    "waivers",
    [{ rule: "run-ingress", address: "a.b", reason: "a test", owner: "platform", expires: "2026-11-21" }],
    "trial.waivers[0].expires: expired on 2026-11-21; fix what run-ingress found at a.b, or renew with a reason",
  ],
  [
    "waivers",
    [{ rule: "run-ingress", address: "a.b", reason: "a test", owner: " ", expires: "2026-12-31" }],
    "trial.waivers[0].owner: empty; name the team that answers for it",
  ],
  [
    "waivers",
    [{ rule: "run-ingress", address: "a.b", reason: "a test", owner: "platform", expires: "soon" }],
    'trial.waivers[0].expires: "soon" found, a day YYYY-MM-DD allowed',
  ],
])("%s = %j", (path, value, problem) => {
  expect(problemsOf(changed(trial, path, value))).toContain(problem);
});

test.each<[path: string, value: unknown, problem: string]>([
  [
    "services/auth-service/secrets/E2E_BYPASS_KEY",
    "jwt-secret-key",
    "prd.services.auth-service.secrets.E2E_BYPASS_KEY: a bypass or test name; production cannot contain it, remove it",
  ],
  [
    "contacts/infrastructure/escalation",
    "",
    'prd.contacts.infrastructure.escalation: "" found, a number as +1-202-555-0100 or a link as https://… allowed: words reach nobody at night',
  ],
  [
    "contacts/authentication/team",
    " ",
    "prd.contacts.authentication.team: empty; production must say who is called at night",
  ],
  [
    "services/auth-service/variables/E2E_TESTING",
    "0",
    "prd.services.auth-service.variables.E2E_TESTING: a bypass or test name; production cannot contain it, remove it",
  ],
  [
    "secrets/generated/e2e-key",
    { version: 1 },
    "prd.secrets.generated.e2e-key: a bypass or test name; production cannot contain it, remove it",
  ],
  [
    "e2e",
    { keyVersion: 1, consumers: [], aliasConsumer: "auth-service" },
    "prd.e2e: production cannot contain a bypass; remove it",
  ],
  [
    "database/availability",
    "ZONAL",
    "prd.database.availability: ZONAL found; production needs REGIONAL: a zonal instance has no failover",
  ],
  [
    "database/tier",
    "db-g1-small",
    'prd.database.tier: "db-g1-small" shares its core and is outside the service level agreement; production needs db-custom-*',
  ],
])("prd, smuggled in through a cast: %s = %j", (path, value, problem) => {
  expect(problemsOf(changed(prd, path, value))).toContain(problem);
});

test("a name that is too long is named with its length", () => {
  const name = "a-service-whose-name-is-much-too-long-for-an-account";
  const services = { ...trial.services, [name]: trial.services.frontend };
  expect(problemsOf(changed(trial, "services", services))).toContain(
    `trial.services.${name}: 52 characters in its account's id found, a whole number from 6 to 30 allowed`,
  );
});

test("all problems come at once", () => {
  const broken = changed(changed(changed(trial, `${WS}/cpu`, 3), "database/tier", "x"), "hosts/api/service", "y");
  const paths = validateEnvironment(broken, TODAY).map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining(["trial.services.websocket-service.cpu", "trial.database.tier", "trial.hosts.api.service"]),
  );
});

test("an unknown environment names the known ones", () => {
  expect(selectEnvironments(TODAY, "prod")).toEqual({
    ok: false,
    problems: ['unknown environment "prod"; known: trial, prd'],
  });
});

test("without a name every environment is selected, and prd is never chosen alone by default", () => {
  const selection = selectEnvironments(TODAY);
  expect(selection.ok && selection.environments.map(({ name }) => name)).toEqual(["trial", "prd"]);
});
