import type { Symptom } from "./symptom";

/** What the service itself did wrong. */
export const APPLICATION_SYMPTOMS = {
  "internal-error-close": {
    class: "application",
    severity: "page",
    title: "101, then closed with 1011",
    means: "The infrastructure carried the socket; the application failed in its own code.",
    next: "read the service's log at that moment, and tell the backend team",
    retry: true,
  },
  "crashed-after-accept": {
    class: "application",
    severity: "page",
    title: "101, then the connection ended without a close frame",
    means:
      "The service accepted the socket and its own code failed in the same moment: a server such as uvicorn ends the connection then and sends no close code.",
    next: "read the service's log at that moment for an exception in the ASGI application, and tell the backend team",
    retry: true,
  },
  "closed-by-application": {
    class: "application",
    severity: "ticket",
    title: "101, then closed with a code of the application's own",
    means: "The application closed the socket itself, with a code from 4000 to 4999 that refuses nobody.",
    next: "read the service's log at that moment, and ask the backend team what the code means",
    retry: true,
  },
  "internal-error": {
    class: "application",
    severity: "page",
    title: "500 from the container",
    means: "The service answered with its own error.",
    next: "read the service's log at that moment, and tell the backend team",
    retry: true,
  },
  "frames-refused": {
    class: "application",
    severity: "ticket",
    title: "frames against the WebSocket protocol",
    means: "The service sends frames that no client may accept, masked ones for instance.",
    next: "tell the backend team: its WebSocket library is wrong or its version is",
    retry: true,
  },
  "wrong-status": {
    class: "application",
    severity: "ticket",
    title: "another status than expected",
    means: "The right service answered, and not with what this path promises.",
    next: "compare the path with the service's routes",
    retry: false,
  },
  "test-failed": {
    class: "application",
    severity: "ticket",
    title: "a test failed on what the product did",
    means: "An assertion of the end-to-end tests did not hold, and nothing else explains it.",
    next: "read the test's message, and tell the team of the code under test",
    retry: false,
  },
} as const satisfies Readonly<Record<string, Symptom>>;
