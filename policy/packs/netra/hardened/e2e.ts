import { JOB_TEMPLATE } from "../../../../google/hardened/cloud-run";
import { textAt } from "../../../core/resource";
import { RUN_JOB } from "../../google/programs/workloads";
import { keyAgeText } from "../key-age";
import { plain } from "./read";
import type { HardenedValue } from "./row";

export const E2E: readonly HardenedValue[] = [
  {
    id: "bypass-key-age",
    plan: "1.1",
    title: "days until the bypass key is rotated",
    acts: "verification, which fails for an older key; Secret Manager itself lets a key grow old",
    rules: ["bypass-key-age"],
    checks: ["variables/bypass-key-age"],
    read: keyAgeText,
  },
  {
    id: "e2e-runner",
    plan: "4.2",
    title: "end-to-end tests: tasks / retries / timeout / egress / account",
    acts: "Cloud Run, when somebody asks for a run; in staging alone, beside no deploy",
    rules: [
      "e2e-runner-in-production",
      "e2e-runner-once",
      "e2e-runner-image",
      "e2e-runner-account",
      "e2e-runner-key",
      "e2e-runner-egress",
      "e2e-runner-timeout",
      "run-image-tag",
      "secret-accessor",
      "secret-shared-version",
    ],
    read: (estate) => {
      const [job] = estate.ofType(RUN_JOB);
      if (!job) return "absent";
      const task = "template[0].template[0]";
      return [
        plain(job, "template[0].task_count"),
        plain(job, JOB_TEMPLATE.maxRetries.path),
        plain(job, `${task}.timeout`),
        plain(job, JOB_TEMPLATE.egress.path),
        (textAt(job, `${task}.service_account`) ?? "none").split("@")[0],
      ].join(" / ");
    },
  },
];
