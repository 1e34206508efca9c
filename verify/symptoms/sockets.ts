import type { Symptom } from "./symptom";

/** How a socket ends that the way to the service breaks. */
export const SOCKETS_SYMPTOMS = {
  "upgrade-refused": {
    class: "infrastructure",
    severity: "page",
    title: "no upgrade",
    means: "The answer was another than 101: the path leads elsewhere, or the service cannot serve sockets.",
    next: "compare the URL map's route of the socket path with the host table",
    retry: true,
  },
  "handshake-slow": {
    class: "infrastructure",
    severity: "ticket",
    title: "a slow handshake",
    means: "The service answered, later than the 5 s of the remediation plan.",
    next: "look at start-up latency and socket concurrency: instances are full or cold",
    retry: true,
  },
  "no-pong": {
    class: "infrastructure",
    severity: "page",
    title: "a ping without its echo",
    means: "The socket is open and nothing comes back: its instance is gone or starved of CPU.",
    next: "check that CPU is always allocated, and look at the instance's CPU",
    retry: true,
  },
  "closed-early": {
    class: "infrastructure",
    severity: "ticket",
    title: "the socket broke off",
    means: "Closed without a close frame (1006) or by an instance that went away (1001, 1012).",
    next: "look for a rollout, an instance that was stopped, or a request timeout below 3600 s",
    retry: true,
  },
  "idle-cut": {
    class: "infrastructure",
    severity: "ticket",
    title: "sockets are cut when they are silent",
    means:
      "Sockets end at one age without a close frame: something between here and the service has an idle timeout. Pings may not count for it.",
    next: "find what ends a connection after that many seconds; a ping interval below it keeps sockets open where pings count",
    retry: false,
  },
} as const satisfies Readonly<Record<string, Symptom>>;
