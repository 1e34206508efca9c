import type { Environment } from "../environments/environment";
import { tableLines } from "../report/markdown";
import { commandBlock, headingLink, stepLines, type Section } from "./markdown";
import { placesOf } from "./places";
import { cloneName, takeOverLines } from "./take-over";

/** How lost data come back. */
export function restoreSection(environment: Environment): Section {
  const { project, database } = placesOf(environment);
  const { backups } = environment.database;
  return {
    title: "Restore to a point in time",
    lines: [
      `Cloud SQL restores to a moment only into a **new** instance: any second of the last ${backups.logDays} days. Into the same instance it restores`,
      `whole backups, of which ${backups.retained} are kept, one a day at ${backups.startTime} UTC. The cache holds nothing that is restored. First stop what does the`,
      `damage (${headingLink("Roll back a service")}), and write the moment down, in UTC. Nobody deploys until it is done.`,
      "",
      ...tableLines(
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
            "an outage of an hour or more, a change of the code, and everything written since that moment",
          ],
        ],
      ),
      "",
      ...stepLines([
        [
          "Take a backup of what is there now, damaged as it is: whatever comes, it can be undone.",
          ...commandBlock(
            `gcloud sql backups create --instance ${database} ${project} --description "before a restore"`,
          ),
        ],
        cloneLines(environment),
        inspectionLines(environment),
        copyLines(environment),
        backupLines(environment),
        takeOverLines(environment),
      ]),
      "",
      "Rehearse steps 2 and 3 once a quarter, and step 6 once in staging: a backup that nobody has restored is a hope. To learn the steps,",
      "type them in [the sandbox](../../sandbox.md#rehearse-a-restore), which needs no account and holds no rows.",
    ],
  };
}

function cloneLines(environment: Environment): readonly string[] {
  const { project, database } = placesOf(environment);
  return [
    "Clone to the moment before the damage. It takes as long as the data are large, and does not touch the instance. Stop nothing",
    "before: a clone has the settings of its original only while that runs.",
    ...commandBlock(
      'read -rp "moment, as 2026-01-31T23:59:00Z: " moment &&',
      `  gcloud sql instances clone ${database} ${cloneName(environment)} ${project} --point-in-time "$moment"`,
    ),
  ];
}

function inspectionLines(environment: Environment): readonly string[] {
  const { project } = placesOf(environment);
  return [
    "Look at the clone before anything depends on it: `RUNNABLE`, and the database is there. It has the private network, the users and",
    "the passwords of the original at that moment. No service knows it.",
    ...commandBlock(
      `gcloud sql instances describe ${cloneName(environment)} ${project} --format 'value(state)'`,
      `gcloud sql databases list --instance ${cloneName(environment)} ${project}`,
    ),
  ];
}

function copyLines(environment: Environment): readonly string[] {
  const { project, database } = placesOf(environment);
  const copy = cloneName(environment);
  const bucket = `gs://${copy}`;
  const { name, users } = environment.database;
  return [
    "Copy back through a bucket that keeps nothing it has deleted. Both instances may read and write it:",
    ...commandBlock(
      `gcloud storage buckets create ${bucket} ${project} --location ${environment.region} \\`,
      "  --uniform-bucket-level-access --public-access-prevention --soft-delete-duration 0",
      `for instance in ${copy} ${database}; do`,
      `  account=$(gcloud sql instances describe "$instance" ${project} --format 'value(serviceAccountEmailAddress)')`,
      `  gcloud storage buckets add-iam-policy-binding ${bucket} ${project} \\`,
      '    --member "serviceAccount:$account" --role roles/storage.objectAdmin',
      "done",
    ),
    "**Rows that were deleted**: those that the condition names. A row whose key exists stops the whole import, and changes nothing.",
    ...commandBlock(
      'read -rp "table: " table && read -rp "condition, as id > 7: " condition &&',
      `  gcloud sql export csv ${copy} "${bucket}/$table.csv" ${project} --database ${name} --query "SELECT * FROM $table WHERE $condition" &&`,
      `  gcloud sql import csv ${database} "${bucket}/$table.csv" ${project} --database ${name} --table "$table" --user ${users.active}`,
    ),
    "**A table that was dropped**: it comes back with its rows, as the property of the user that imports it.",
    ...commandBlock(
      'read -rp "table: " table &&',
      `  gcloud sql export sql ${copy} "${bucket}/$table.sql.gz" ${project} --database ${name} --table "$table" &&`,
      `  gcloud sql import sql ${database} "${bucket}/$table.sql.gz" ${project} --database ${name} --user ${users.active}`,
    ),
    "**Rows that were changed**: the whole database beside the damaged one, under another name. From here somebody of the backend",
    "team, who knows the tables, compares and updates by SQL.",
    ...commandBlock(
      `gcloud sql export sql ${copy} ${bucket}/restored.sql.gz ${project} --database ${name} &&`,
      `  gcloud sql databases create ${name}_restored --instance ${database} ${project} &&`,
      `  gcloud sql import sql ${database} ${bucket}/restored.sql.gz ${project} --database ${name}_restored --user ${users.active}`,
    ),
    "Afterwards the bucket, the copy of the database (where it was made) and the clone go; they hold users' data.",
    ...commandBlock(
      `gcloud storage rm --recursive ${bucket} ${project}`,
      `gcloud sql databases delete ${name}_restored --instance ${database} ${project}`,
    ),
    ...commandBlock(
      `gcloud sql instances patch ${copy} ${project} --no-deletion-protection &&`,
      `  gcloud sql instances delete ${copy} ${project}`,
    ),
  ];
}

function backupLines(environment: Environment): readonly string[] {
  const { project, database } = placesOf(environment);
  return [
    "The same instance from a backup: connections are refused until it is done. Its name and address stay, so nothing is to be",
    "changed in a state. **The newest in the list is the one of step 1, with the damage**: take one that ended before it.",
    ...commandBlock(
      `gcloud sql backups list --instance ${database} ${project} --format 'table(id,type,endTime,status,description)'`,
      'read -rp "id of the backup: " backup &&',
      `  gcloud sql backups restore "$backup" --restore-instance ${database} ${project}`,
    ),
    "Users come back with the passwords of that night. Where one was rotated since, services cannot sign in: raise both",
    `\`passwordVersions\` in \`environments/${environment.name}.ts\` and deploy.`,
  ];
}
