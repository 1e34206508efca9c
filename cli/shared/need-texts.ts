import type { Environment } from "../../environments/environment";
import { bootstrapStack } from "../../environments/stack-names";
import { firstOf } from "../../report/text";
import type { Need, NeededBy } from "./needs";

/** What a need is, for people. */
export function needText(need: Need): string {
  switch (need.kind) {
    case "secret version":
      return `version ${need.version} of the secret ${need.secret}`;
    case "image":
      return `the image ${need.reference}`;
    case "api":
      return `the API ${need.service}`;
    case "account":
      return `the account ${need.email}`;
  }
}

/** What gives it. */
export function needCommand(need: Need, environment: Pick<Environment, "name">): string {
  switch (need.kind) {
    case "secret version":
      return `gcloud secrets versions add ${need.secret} --project ${need.project} --data-file=-   (docs/first-deploy.md, step 7)`;
    case "image":
      return `docker push ${need.reference}   (docs/first-deploy.md, step 8)`;
    case "api":
      return `gcloud services enable ${need.service} --project ${need.project}   (docs/first-deploy.md, step 3)`;
    case "account":
      return `npx cdktf deploy ${bootstrapStack(environment)}   (by a person: docs/first-deploy.md, step 5)`;
  }
}

/** Resources that are named; a secret may be read by each service. */
const MOST_NAMED = 4;

/** What is not there, who needs it, and what gives it. */
export const missingLines = (
  needed: NeededBy,
  found: string,
  environment: Pick<Environment, "name">,
): readonly string[] => [
  `  ${needText(needed.need)} ${found}; ${firstOf(needed.addresses, MOST_NAMED).join(", ")} needs it`,
  `    ${needCommand(needed.need, environment)}`,
];
