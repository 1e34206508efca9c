import type { Environment } from "../../environments/environment";
import { commands, steps, table, type Section } from "./markdown";
import { placesOf } from "./places";

/** How lost data come back. */
export function restore(environment: Environment): Section {
  const { project, database, peeringRange } = placesOf(environment);
  const { backups, name } = environment.database;
  const copy = `${database}-restored`;
  const bucket = `gs://${copy}`;
  return {
    title: "Restore to a point in time",
    lines: [
      `Cloud SQL restores to a moment only into a **new** instance: any second of the last ${backups.logDays} days. Into the same instance it restores`,
      `whole backups, of which ${backups.retained} are kept, one a day at ${backups.startTime} UTC. The cache holds nothing that is restored. First stop what does the`,
      "damage ([Roll back a service](#roll-back-a-service)), and write the moment down, in UTC.",
      "",
      ...table(
        ["what is lost", "how", "what it costs"],
        [
          ["rows or tables", "steps 1 to 4: clone, and copy back what is missing", "nothing that was written since"],
          [
            "everything, and the last backup is good enough",
            "steps 1 and 5: the backup into the same instance",
            "an outage of the restore's length, and everything written since the backup",
          ],
          [
            "everything, to the minute",
            "steps 1, 2, 3 and 6: the clone takes the instance's place",
            "an outage, a change of the code, and everything written since that moment",
          ],
        ],
      ),
      "",
      ...steps([
        [
          "Take a backup of what is there now, damaged as it is: whatever comes, it can be undone.",
          ...commands(`gcloud sql backups create --instance ${database} ${project} --description "before a restore"`),
        ],
        [
          "Clone to the moment before the damage. It takes as long as the data are large, and does not touch the instance.",
          ...commands(
            'read -rp "moment, as 2026-01-31T23:59:00Z: " moment',
            `gcloud sql instances clone ${database} ${copy} ${project} \\`,
            `  --point-in-time "$moment" --allocated-ip-range-name ${peeringRange}`,
          ),
        ],
        [
          "Look at the clone before anything depends on it: it has the private network, the users and the passwords of the",
          "original at that moment. No service knows it.",
          ...commands(
            `gcloud sql instances describe ${copy} ${project} --format 'value(state)'`,
            `gcloud sql databases list --instance ${copy} ${project}`,
          ),
        ],
        [
          `Copy back: the clone's \`${name}\` beside the damaged one, under another name, through a bucket that lives for an hour. A`,
          "person who knows the tables then copies the rows by SQL.",
          ...commands(
            `gcloud storage buckets create ${bucket} ${project} --location ${environment.region} \\`,
            "  --uniform-bucket-level-access --public-access-prevention",
            `for instance in ${copy} ${database}; do`,
            `  account=$(gcloud sql instances describe "$instance" ${project} --format 'value(serviceAccountEmailAddress)')`,
            `  gcloud storage buckets add-iam-policy-binding ${bucket} ${project} \\`,
            '    --member "serviceAccount:$account" --role roles/storage.objectAdmin',
            "done",
            `gcloud sql export sql ${copy} ${bucket}/restored.sql.gz ${project} --database ${name}`,
            `gcloud sql databases create ${name}_restored --instance ${database} ${project}`,
            `gcloud sql import sql ${database} ${bucket}/restored.sql.gz ${project} --database ${name}_restored`,
          ),
          "Afterwards the bucket, the copy of the database and the clone go; the dump holds users' data.",
          ...commands(
            `gcloud storage rm --recursive ${bucket} ${project}`,
            `gcloud sql databases delete ${name}_restored --instance ${database} ${project}`,
            `gcloud sql instances patch ${copy} ${project} --no-deletion-protection`,
            `gcloud sql instances delete ${copy} ${project}`,
          ),
        ],
        [
          "The same instance from a backup: connections are refused until it is done. Its name and address stay, so nothing is",
          "to be changed in the spec or in a state.",
          ...commands(
            `gcloud sql backups list --instance ${database} ${project}`,
            'read -rp "id of the backup: " backup',
            `gcloud sql backups restore "$backup" --restore-instance ${database} ${project}`,
          ),
        ],
        [
          "The clone in the instance's place. The name is part of every connection and of Terraform's state, and no field of the",
          "spec sets it: this is a change of the code, with a review, by somebody who has done it in staging.",
          "",
          `- Stop writes first, in a SQL session: \`REVOKE CONNECT ON DATABASE ${name} FROM PUBLIC, app_a, app_b\`, then end what is connected;`,
          "  what is written after the moment is lost.",
          `- \`databaseInstanceName\` in \`environments/names.ts\` answers \`${copy}\` for this environment. Services, alerts and this page follow.`,
          `- In the state of ${environment.name}-foundation the old instance and its database are forgotten (\`terraform state rm\`, which deletes`,
          `  nothing) and the clone is imported: \`npm run adopt -- --environment ${environment.name}\` prints the blocks,`,
          "  [cut-over](../cut-over.md#the-order) has the order. The plan must show no replacement.",
          `- Users have the passwords of that moment: raise both \`passwordVersions\` in the same change, so that secrets and users agree.`,
          "- Deploy; the old instance stays, stopped, until its last backup is no longer wanted. Its name cannot be used again for a week",
          "  after it is deleted.",
        ],
      ]),
      "",
      "Rehearse steps 2 and 3 once a quarter: a backup that nobody has restored is a hope.",
    ],
  };
}
