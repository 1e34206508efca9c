import { TERRAFORM } from "../google/versions";
import { tableLines } from "../report/markdown";
import { commandBlock, type Section } from "./markdown";

/** What has to be there before the night, and how one sees that it is. */
export const machineSection: Section = {
  title: "What your machine needs",
  lines: [
    "Look once by day. Everything is typed in bash; a Mac's shell is another one, so type `bash` first.",
    "",
    ...tableLines(
      ["program", "for", "without it"],
      [
        [
          "Node 20.19, 22.13, or 24 and later, and `npm ci` in a clone",
          "`./netra`",
          'gcloud, where a section says "without this checkout"',
        ],
        ["gcloud, signed in", "all that is read from Google", "the console's links"],
        [
          `Terraform or OpenTofu ${TERRAFORM.oldest} or newer`,
          "drift, review, deploy",
          "rolling back and looking need none",
        ],
        ["gh, signed in", "our deploys and their runs", "the web page of GitHub"],
        ["dig, jq, openssl", "DNS, variables, the review's key", "one line fails, and says which"],
      ],
    ),
    ...commandBlock(
      "node --version && terraform version && gcloud --version && gh --version && jq --version && dig -v && openssl version",
    ),
    "Sign in, for gcloud and this program at once:",
    ...commandBlock("gcloud auth login --update-adc"),
    "In an incident, do not pull first: the newest commit may be the one that is at fault, and may not be deployed. This says what the clone",
    "declares; `verify` and `drift` compare with that.",
    ...commandBlock("git --no-pager log -1 --format='%h %cd %s'"),
    "Reading needs `roles/viewer` on the project. A roll back also needs `roles/run.developer` and `roles/iam.serviceAccountUser`, a silence",
    "`roles/monitoring.snoozeEditor`. Whoever is on call must have them before the night.",
  ],
};
