import type { DatabaseUser, Environment } from "../environments/environment";
import { BYPASS_SECRET_ROLE, cacheAuthSecretId, databasePasswordRole, secretId } from "../environments/names";
import { commandBlock, stepLines, type Section } from "./markdown";
import { symptomAnchor } from "../verify/symptoms";
import { deployLines, placesOf } from "./places";

/** How each kind of secret is rotated: all of them by a change of the spec, because running revisions pin versions. */
export function rotationSection(environment: Environment): Section {
  return {
    title: "Rotate a secret",
    lines: [
      "A rotation is a change of the code: raise a number, review, deploy. The new version exists before the old one goes, and",
      "running revisions keep the one they pin. Values are never printed, passed as an argument or written to a file.",
      ...generatedSecretLines(environment),
      ...bypassKeyLines(environment),
      ...databaseUserLines(environment),
      ...cacheAuthLines(environment),
      ...operatorSecretLines(environment),
      ...afterwardsLines(environment),
    ],
  };
}

const servicesDeployLines = (environment: Environment): string[] =>
  commandBlock(...deployLines(environment, `${environment.name}-services`));

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

const bypassKeyLines = (environment: Environment): string[] =>
  environment.kind === "staging"
    ? [
        "### E2E bypass key",
        "",
        `Raise \`e2e.keyVersion\` (now ${environment.e2e.keyVersion}) in \`environments/${environment.name}.ts\`. Runs that are under way`,
        `fail: wait for them. ${environment.e2e.consumers.join(", ")} and the e2e runner mount the same version of`,
        `\`${secretId(environment, BYPASS_SECRET_ROLE)}\`; production has no such secret. Rotate it every ${environment.e2e.keyMaxAgeDays} days and whenever`,
        `somebody leaves who knew it: an older key fails verification ([key-old](#${symptomAnchor("key-old")})), and with it the deploy of production.`,
        ...servicesDeployLines(environment),
        commandsNote(environment),
      ]
    : [];

const commandsNote = ({ name }: Environment): string =>
  `Then \`./netra verify --environment ${name} --only variables\`: the same version everywhere.`;

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
          `gcloud redis instances update ${cache} ${regional} --no-enable-auth`,
          `gcloud redis instances update ${cache} ${regional} --enable-auth`,
        ),
      ],
      [
        `Raise \`cache.authVersion\` (now ${environment.cache.authVersion}) in \`environments/${environment.name}.ts\`, and deploy at once: foundation writes`,
        `the new string to \`${cacheAuthSecretId(environment)}\`, services get revisions that mount it. Without the number nothing`,
        "notices that the string is another.",
        ...commandBlock(...deployLines(environment, `${environment.name}-foundation`)),
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
    ...commandBlock(
      ...provided.map(
        ([role]) =>
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
    ...commandBlock(
      'read -rp "secret: " secret && read -rp "version: " version',
      `gcloud secrets versions list "$secret" ${project}`,
      `gcloud secrets versions disable "$version" --secret "$secret" ${project}`,
    ),
  ];
};
