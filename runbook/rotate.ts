import type { DatabaseUser, Environment } from "../environments/environment";
import {
  BYPASS_SECRET_ROLE,
  E2E_RUNNER,
  cacheAuthSecretId,
  databasePasswordRole,
  secretId,
} from "../environments/names";
import { commandBlock, headingLink, stepLines, type Section } from "./markdown";
import { symptomAnchor } from "../verify/symptoms";
import { deployBlock } from "./deploy";
import { verifyCommand } from "./look";
import { placesOf } from "./places";

/** How each kind of secret is rotated: all of them by a change of the spec, because running revisions pin versions. */
export function rotationSection(environment: Environment): Section {
  return {
    title: "Rotate a secret",
    lines: [
      "A rotation is a change of the code: raise a number, review, deploy. The new version exists before the old one goes, and",
      "running revisions keep the one they pin. Values are never printed, passed as an argument or written to a file.",
      "",
      `**It has leaked**: rotate it now, whatever the hour, and disable the old version as soon as the new revisions serve (${headingLink("Afterwards")}).`,
      `A roll back past that point needs another rotation. Then find out who used it: ${headingLink("Logs")}, "Who changed something".`,
      ...generatedSecretLines(environment),
      ...bypassKeyLines(environment),
      ...databaseUserLines(environment),
      ...cacheAuthLines(environment),
      ...operatorSecretLines(environment),
      ...afterwardsLines(environment),
    ],
  };
}

const servicesDeployLines = (environment: Environment): readonly string[] =>
  deployBlock(environment, `${environment.name}-services`);

const generatedSecretLines = (environment: Environment): string[] => [
  "",
  "### Signing key and service secret",
  "",
  `Raise \`version\` under \`secrets.generated\` in \`environments/${environment.name}.ts\`, of ` +
    `${Object.keys(environment.secrets.generated)
      .map((role) => `\`${role}\` (now ${environment.secrets.generated[role]?.version ?? 0})`)
      .join(" or ")}.`,
  "Every service that mounts it gets a new revision in the same deploy, but not in the same second: for some minutes one service",
  "may refuse what another has signed, and with a new signing key everybody signs in once more. Choose the quiet hours, and one",
  "secret at a time.",
  ...servicesDeployLines(environment),
];

/** What tests sign in with; production has none. */
function bypassKeyLines(environment: Environment): readonly string[] {
  if (environment.kind !== "staging") return [];
  const { project, regional } = placesOf(environment);
  const { keyVersion, keyMaxAgeDays, consumers } = environment.e2e;
  const secret = secretId(environment, BYPASS_SECRET_ROLE);
  return [
    "",
    "### E2E bypass key",
    "",
    `At the latest every ${keyMaxAgeDays} days, and whenever somebody leaves who knew it. An older key fails verification`,
    `(${headingLink(symptomAnchor("key-old"))}), and with it every deploy of production: do it before. ${consumers.join(", ")} and the runner of`,
    `the tests mount the same version of \`${secret}\`; production has no such secret.`,
    "",
    ...stepLines([
      [
        "How old is it? The newest enabled version, with its day.",
        ...commandBlock(`gcloud secrets versions list ${secret} ${project} --limit 3`),
      ],
      [
        "Does a run of the tests go on? It would fail: wait for its end.",
        ...commandBlock(`gcloud run jobs executions list --job ${E2E_RUNNER} ${regional} --limit 3`),
      ],
      [
        `Raise \`e2e.keyVersion\` (now ${keyVersion}) in \`environments/${environment.name}.ts\`, merge it; or by hand:`,
        ...servicesDeployLines(environment),
      ],
      ["The same version everywhere, and young:", ...commandBlock(verifyCommand(environment, "variables"))],
    ]),
  ];
}

function databaseUserLines(environment: Environment): string[] {
  const { active, passwordVersions } = environment.database.users;
  const idle = (Object.keys(passwordVersions) as DatabaseUser[]).find((user) => user !== active) ?? active;
  return [
    "",
    "### Database password",
    "",
    "Two users, so that there is no moment without a valid password. In `database.users`:",
    "",
    ...stepLines([
      `Raise \`passwordVersions.${idle}\` (now ${passwordVersions[idle]}), the idle user's; deploy. Nobody uses \`${secretId(environment, databasePasswordRole(idle))}\` yet.`,
      `Set \`active: "${idle}"\` (now \`${active}\`); deploy. New revisions connect as \`${idle}\`, old ones keep their connections.`,
      `Wait until the old revisions are gone, an hour for sockets. Then raise \`passwordVersions.${active}\` (now ${passwordVersions[active]}); deploy.`,
    ]),
    "",
    `When \`${active}\`'s password has leaked, begin with step 2: the other's has not. Each deploy is`,
    ...servicesDeployLines(environment),
  ];
}

function cacheAuthLines(environment: Environment): string[] {
  const { regional, cache, project } = placesOf(environment);
  return [
    "### Redis AUTH",
    "",
    "Memorystore makes a new AUTH string only by switching AUTH off and on: **for that time anyone in the network may read the cache**,",
    "and services cannot open connections until they have the new string. An outage of minutes: announce it, and have the change of",
    "step 2 written and reviewed before step 1.",
    "",
    ...stepLines([
      [
        "Switch it off and on.",
        ...commandBlock(
          `gcloud redis instances update ${cache} ${regional} --no-enable-auth &&`,
          `  gcloud redis instances update ${cache} ${regional} --enable-auth`,
        ),
      ],
      [
        `Raise \`cache.authVersion\` (now ${environment.cache.authVersion}) in \`environments/${environment.name}.ts\`, and deploy at once: foundation writes`,
        `the new string to \`${cacheAuthSecretId(environment)}\`, services get revisions that mount it. Without the number nothing`,
        "notices that the string is another.",
        ...deployBlock(environment, `${environment.name}-foundation`),
      ],
      [
        "It worked when the newest version is as young as the deploy.",
        ...commandBlock(`gcloud secrets versions list ${cacheAuthSecretId(environment)} ${project} --limit 3`),
      ],
    ]),
  ];
}

function operatorSecretLines(environment: Environment): string[] {
  const { project } = placesOf(environment);
  const provided = Object.entries(environment.secrets.operatorProvided);
  return [
    "",
    "### Secrets that people provide",
    "",
    "Add a version; the value is read without echo and never stands in a command line. Google prints the version's number.",
    ...provided.flatMap(([role]) =>
      commandBlock(
        `IFS= read -rsp "${role}: " value && printf %s "$value" | ` +
          `gcloud secrets versions add ${secretId(environment, role)} ${project} --data-file=-; unset value`,
      ),
    ),
    `Set that number under \`secrets.operatorProvided\` (now ${provided.map(([role, { version }]) => `\`${role}\`: ${version}`).join(", ")}) and deploy. The`,
    "provider's old value must hold until the deploy is done.",
    ...servicesDeployLines(environment),
  ];
}

const afterwardsLines = (environment: Environment): string[] => {
  const { project } = placesOf(environment);
  return [
    "### Afterwards",
    "",
    "The old version stays enabled, because the old revision pins it. Once that revision is gone and no rollback needs it, disable",
    "it; destroy it a month later. A revision whose version is disabled cannot start an instance.",
    ...commandBlock('read -rp "secret: " secret && ' + `gcloud secrets versions list "$secret" ${project}`),
    ...commandBlock(
      'read -rp "version: " version &&',
      `  gcloud secrets versions disable "$version" --secret "$secret" ${project}`,
    ),
  ];
};
