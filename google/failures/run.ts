import { IMAGE, SECRET_VERSION, quoted } from "./parts";
import type { FailureRows } from "./row";

const TROUBLESHOOTING = "https://cloud.google.com/run/docs/troubleshooting";

/** What Cloud Run needs to start a revision: its secrets, its image, and a container that answers. */
export const RUN_FAILURES = {
  secretVersionMissing: {
    patterns: [
      new RegExp(`Secret ${SECRET_VERSION} was not found`),
      new RegExp(`Secret Version \\[${SECRET_VERSION}\\] not found`),
    ],
    title: "version {version} of the secret {secret} does not exist",
    meaning: "A revision mounts the version, so it cannot start.",
    remedy: "gcloud secrets versions add {secret} --project {project} --data-file=-",
    source: "https://cloud.google.com/run/docs/configuring/services/secrets",
  },
  secretVersionOff: {
    patterns: [new RegExp(`${SECRET_VERSION}\\]? is in (?<state>DISABLED|DESTROYED) state`)],
    title: "version {version} of the secret {secret} is {state}",
    meaning: "A revision mounts the version, so it cannot start. A destroyed one never comes back.",
    remedy:
      "gcloud secrets versions enable {version} --secret {secret} --project {project}; for a destroyed one add a version and pin that",
    source: "https://cloud.google.com/secret-manager/docs/disable-secret-version",
  },
  imageNotReadable: {
    patterns: [new RegExp(`must have permission to read the image, ${IMAGE}(?=[.,]? )`)],
    title: "Cloud Run cannot read the image {image}",
    meaning: "The image does not exist, or Cloud Run's agent may not read its repository.",
    remedy:
      "gcloud artifacts docker images describe {image}; where it exists, grant the agent roles/artifactregistry.reader",
    source: "https://github.com/terraform-google-modules/terraform-docs-samples/issues/606",
  },
  imageMissing: {
    patterns: [new RegExp(`Image ${quoted(IMAGE)} not found`), /Image .{1,300} not found|manifest unknown/i],
    title: "the image {image|that is declared} does not exist",
    meaning: "No image was pushed under this tag or digest.",
    remedy: "push it, or declare one that exists: gcloud artifacts docker images describe {image|IMAGE}",
    source: "https://github.com/google-github-actions/deploy-cloudrun/issues/465",
  },
  containerNotListening: {
    patterns: [
      /failed to start and listen on the port .{0,80}?PORT=(?<port>\d{1,5})/,
      /container failed to start|failed to start and then listen/i,
    ],
    title: "the container does not listen on port {port|that it is given} in time",
    meaning: "It ended while it started, listens elsewhere, or waits for something that it cannot reach.",
    remedy: "read what it logged: gcloud run services logs read SERVICE --project {project}",
    source: `${TROUBLESHOOTING}#container-failed-to-start`,
  },
  startupProbeFailed: {
    patterns: [/failed the configured (?<probe>startup|liveness) probe/i],
    title: "the container does not answer its {probe} probe",
    meaning: "A new revision takes no traffic before its probe is answered; the one before it goes on serving.",
    remedy:
      "read what it logged, and whether it reaches what it depends on: gcloud run services logs read SERVICE --project {project}",
    source: "https://cloud.google.com/run/docs/configuring/healthchecks",
  },
  memoryExceeded: {
    patterns: [/Memory limit of (?<memory>\d{1,6} ?[KMG]i?B?) exceeded/],
    title: "the container needs more memory than its {memory}",
    meaning: "Google ended the instance.",
    remedy: "raise the service's memory, or find what takes it",
    source: "https://cloud.google.com/run/docs/configuring/services/memory-limits",
  },
  revisionNotReady: {
    patterns: [
      /Revision ['"](?<revision>[a-z0-9][a-z0-9-]{0,80})['"] is not ready and cannot serve traffic/,
      /The service has encountered an error|resource is in failed state/,
    ],
    title: "the revision {revision|that was made} is not ready",
    meaning: "It takes no traffic; the revision before it goes on serving.",
    remedy:
      "the whole error says why; its logs may say more: gcloud run services logs read SERVICE --project {project}",
    source: TROUBLESHOOTING,
  },
} as const satisfies FailureRows;
