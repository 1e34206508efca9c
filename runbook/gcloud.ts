import type { Environment } from "../environments/environment";
import { E2E_RUNNER } from "../environments/names";
import { logCommand, logQuestions } from "./logs";
import {
  balancerAddress,
  cacheOperations,
  certificateStates,
  databaseOperations,
  hostAddresses,
  newestBackups,
} from "./look";
import { commandBlock, headingLink, type Section } from "./markdown";
import { placesOf, type Places } from "./places";
import { sentenceText } from "./shared-texts";

/** The remediation plan's commands with the right names, and what goes with them; those of gcloud only read. */
export function commandSection(environment: Environment): Section {
  const places = placesOf(environment);
  return {
    title: "Commands",
    lines: [
      "Those of gcloud only read. Each names its project: a default is the project that somebody used last.",
      ...servicesCommands(environment, places),
      ...variableCommands(environment, places),
      ...entranceCommands(environment, places),
      ...storeCommands(environment, places),
      ...alertCommands(environment),
      ...runnerCommands(environment, places),
      ...logCommands(environment),
    ],
  };
}

const servicesCommands = ({ services }: Environment, { regional }: Places): string[] => [
  "",
  "### Services, revisions and traffic",
  "",
  "Healthy: `ready` and `created` are the same revision, and it has all the traffic, unless a pin is declared.",
  ...commandBlock(
    `gcloud run services list ${regional}`,
    ...Object.keys(services).flatMap((service) => [
      `gcloud run services describe ${service} ${regional} \\`,
      "  --format 'yaml(status.latestCreatedRevisionName,status.latestReadyRevisionName,status.traffic,status.conditions)'",
      `gcloud run revisions list --service ${service} ${regional} --limit 5`,
    ]),
  ),
];

function variableCommands({ name, services }: Environment, { regional }: Places): string[] {
  const withVariables = Object.entries(services).filter(([, { role }]) => role === "backend");
  return [
    "### Environment variables",
    "",
    "Names, and of secrets the id and the version; never a value. The remediation plan's own audit (1.1) asks for a path that no service",
    "has, so that it would always report the key as missing, and prints values:",
    "[what the plan has wrong](../../remediation-plan.md#what-the-plan-has-wrong).",
    ...commandBlock(
      ...withVariables.flatMap(([service]) => [
        `gcloud run services describe ${service} ${regional} \\`,
        "  --format 'value(spec.template.spec.containers[0].env[].name)'",
        `gcloud run services describe ${service} ${regional} --format json |`,
        "  jq -r '.spec.template.spec.containers[0].env[] | select(.valueFrom) |",
        "    [.name, .valueFrom.secretKeyRef.name, .valueFrom.secretKeyRef.key] | @tsv'",
      ]),
    ),
    `\`./netra verify --environment ${name} --only variables\` holds the same names against the spec.`,
  ];
}

function entranceCommands(environment: Environment, { project, urlMap, armor }: Places): string[] {
  return [
    "",
    "### Load balancer, certificates, Cloud Armor",
    "",
    "A certificate serves when its status is `ACTIVE`; DNS of every host must lead to the address alone.",
    ...commandBlock(
      `gcloud compute url-maps describe ${urlMap} --global ${project}`,
      `gcloud compute backend-services list --global ${project} \\`,
      "  --format 'table(name,timeoutSec,connectionDraining.drainingTimeoutSec,securityPolicy.basename())'",
      certificateStates(environment),
      balancerAddress(environment),
      hostAddresses(environment),
      `gcloud compute security-policies describe ${armor} ${project}`,
    ),
  ];
}

function storeCommands(environment: Environment, { project, regional, database, cache }: Places): string[] {
  return [
    "### Database and cache",
    "",
    "Healthy: `RUNNABLE` and `READY`. The formats leave out what nobody has to see.",
    ...commandBlock(
      `gcloud sql instances describe ${database} ${project} \\`,
      "  --format 'yaml(state,databaseVersion,gceZone,settings.tier,settings.availabilityType,settings.deletionProtectionEnabled,serverCaCert.expirationTime)'",
      databaseOperations(environment),
      newestBackups(environment),
      `gcloud redis instances describe ${cache} ${regional} \\`,
      "  --format 'yaml(state,statusMessage,tier,redisVersion,currentLocationId,authEnabled,transitEncryptionMode)'",
      cacheOperations(environment),
    ),
  ];
}

/** Open alerts are in no command of gcloud's; the key stays out of the list of processes. */
const alertCommands = ({ project }: Environment): string[] => [
  "### Alerts that are open",
  "",
  "With the time since when, and Google's severity.",
  ...commandBlock(
    "gcloud auth print-access-token | sed 's/^/Authorization: Bearer /' |",
    `  curl -sS -H @- 'https://monitoring.googleapis.com/v3/projects/${project}/alerts?pageSize=200' |`,
    `  jq -r '.alerts[]? | select(.state == "OPEN") | [.openTime, .policy.severity, .policy.displayName] | @tsv'`,
  ),
];

const runnerCommands = (environment: Environment, { regional }: Places): string[] =>
  environment.kind === "staging"
    ? [
        "### End-to-end tests",
        "",
        "Every run of the tests' job with its result; what failed, and why, is told by the second command, which starts one.",
        ...commandBlock(
          `gcloud run jobs executions list --job ${E2E_RUNNER} ${regional} --limit 5`,
          `./netra e2e --environment ${environment.name}`,
        ),
      ]
    : [];

const logCommands = (environment: Environment): string[] => [
  "### Logs",
  "",
  `The same questions as links: ${headingLink("Console and log links")}. A socket is one entry, written when it ends.`,
  ...logQuestions(environment).flatMap((question) => [
    "",
    `${sentenceText(question.title)}:`,
    ...commandBlock(logCommand(environment, question)),
  ]),
];
