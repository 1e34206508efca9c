import type { Environment } from "../environments/environment";
import { commandBlock, fencedBlock, stepLines } from "./markdown";
import { deployBlock } from "./deploy";
import { placesOf } from "./places";

/** What stands at the clone's name in the state of a stack. */
interface Import {
  /** Terraform address. */
  readonly to: string;
  /** What the provider imports it by. */
  readonly id: string;
}

/** The name of the clone that a restore makes. */
export const cloneName = (environment: Environment): string => `${placesOf(environment).database}-restored`;

/** What the state knows by the instance's name, stack by stack, in the order in which it is forgotten. */
export function importsByStack(environment: Environment): Readonly<Record<string, readonly Import[]>> {
  const { name, project, database } = environment;
  const instance = `projects/${project}/instances/${cloneName(environment)}`;
  return {
    [`${name}-foundation`]: [
      { to: "google_sql_database.database_database", id: `${instance}/databases/${database.name}` },
      { to: "google_sql_database_instance.database", id: instance },
    ],
    [`${name}-services`]: Object.keys(database.users.passwordVersions).map((user) => ({
      to: `google_sql_user.database-user-${user.replace("_", "-")}`,
      id: `${project}/${cloneName(environment)}/${user}`,
    })),
  };
}

/** The last step of a restore: services, Terraform and alerts go over to the clone. */
export function takeOverLines(environment: Environment): readonly string[] {
  const { project, database } = placesOf(environment);
  const stacks = Object.entries(importsByStack(environment));
  return [
    "The clone in the instance's place. The name is part of every connection and of Terraform's state, and no field of the spec",
    "sets it: this is a change of the code. Two people, one machine, and its branch is merged when everything is done.",
    "",
    ...stepLines([
      [
        "Hold the deploy workflow, and stop the old instance. That ends every connection and refuses new ones; data and backups stay.",
        "**From here on users are answered 503.** (In SQL it does not hold: every user of Cloud SQL may connect as a member of the",
        "database's owner.)",
        ...commandBlock(
          `gh workflow disable deploy.yml --repo ${environment.ci.repository}`,
          `gcloud sql instances patch ${database} ${project} --activation-policy NEVER`,
        ),
      ],
      [
        "Give the clone's name and new passwords. In `environments/names.ts`:",
        ...fencedBlock("ts", nameLines(environment)),
        `In \`environments/${environment.name}.ts\`, because the clone has the passwords of that moment, and only a raised version writes a`,
        "password into user and secret alike:",
        ...fencedBlock("ts", [passwordLine(environment)]),
      ],
      [
        "Have Terraform forget the old instance. It deletes nothing, and the state's bucket keeps the version before.",
        ...commandBlock("./netra synth", ...stacks.flatMap(([stack, imports]) => forgetLines(stack, imports))),
      ],
      [
        "Have it take over the clone.",
        ...commandBlock(...stacks.flatMap(([stack, imports]) => imports.map((each) => importLine(stack, each)))),
      ],
      [
        "Review and deploy. The review must show changes in place and new revisions: **no creation, no replacement, no deletion** of",
        "anything called `google_sql_…`. Anything else: stop, and go back as below.",
        ...deployBlock(environment),
      ],
      [
        "See that it answers, let deploys run again, and merge the change: until then the nightly drift reports the old name. Read the",
        "difference before you commit it.",
        ...commandBlock(
          `./netra verify --environment ${environment.name}`,
          "./netra docs && npx jest -u __tests__/live && git --no-pager diff",
          `gh workflow enable deploy.yml --repo ${environment.ci.repository}`,
        ),
      ],
    ]),
    "",
    "**Way back, until the deploy**: take the edit of the name back, and start the old instance with `--activation-policy ALWAYS`. After 3",
    `also keep the raised passwords, and do 4 with \`${database}\` in each id, then 5; after 4, do 3 again before it. After the deploy,`,
    "going back loses what was written since. The old instance stays, stopped, until nobody asks for its data; once it is deleted, its",
    "name cannot be used again for a week.",
  ];
}

const nameLines = (environment: Environment): readonly string[] => [
  'export const databaseInstanceName = (environment: Pick<Environment, "name">): string =>',
  `  environment.name === "${environment.name}" ? "${cloneName(environment)}" : named("db")(environment);`,
];

function passwordLine({ database }: Environment): string {
  const raised = Object.entries(database.users.passwordVersions).map(([user, version]) => `${user}: ${version + 1}`);
  return `passwordVersions: { ${raised.join(", ")} }`;
}

const terraformIn = (stack: string): string => `terraform -chdir=cdktf.out/stacks/${stack}`;

const forgetLines = (stack: string, imports: readonly Import[]): readonly string[] => [
  `${terraformIn(stack)} init &&`,
  `  ${terraformIn(stack)} state rm ${imports.map(({ to }) => to).join(" ")}`,
];

const importLine = (stack: string, { to, id }: Import): string => `${terraformIn(stack)} import ${to} ${id}`;
