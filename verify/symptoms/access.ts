import type { Symptom } from "./symptom";

/** Who was refused. */
export const ACCESS_SYMPTOMS = {
  unauthorized: {
    class: "authentication",
    severity: "page",
    title: "401 or 403",
    means: "The application, Cloud Armor or Cloud Run's invoker check refused the caller.",
    next: "tell who answered: without the backend's header it was Google's front end",
    retry: false,
  },
  "token-refused": {
    class: "authentication",
    severity: "ticket",
    title: "no token for the bypass key",
    means: "The auth service did not accept the key: another version, or a variable that never reached it.",
    next: "run `./netra verify --only variables`: both services must mount the key's same version",
    retry: false,
  },
  "socket-refused": {
    class: "authentication",
    severity: "page",
    title: "the socket was closed as not allowed",
    means: "The handshake stood, and the application refused the token: 1008, or its own 4001, 4003, 4401 or 4403.",
    next: "check that both services mount the same version of the signing key",
    retry: false,
  },
  "service-secret-refused": {
    class: "authentication",
    severity: "page",
    title: "services do not know each other",
    means:
      "A service calls the auth service with the service secret and is refused: another version, or one that the auth service does not accept.",
    next: "compare the mounted versions, then deploy the services stack: running instances keep the version that they started with",
    retry: true,
  },
} as const satisfies Readonly<Record<string, Symptom>>;
