/** What stands above each chart and scorecard, where success metrics, runbook and alerts find it too. */
export const TITLES = {
  // The first screen.
  "socket-success": "Connection success, last 2 h",
  "open-sockets": "Open sockets and requests",
  "slowest-handshake": "Slowest handshake",
  "503s-of-a-day": "503s, last 24 h",
  "stable-48-h": "Failures users feel, last 48 h",
  "database-time": "Database time, 95th percentile",
  "database-connections-now": "Database connections",
  "fullest-service": "Instances, of the maximum",
  "last-test-success": "Last end-to-end run: passed",
  "last-test-duration": "Last end-to-end run: time",
  "burn-1-h-now": "Availability burn, 1 h",
  "burn-6-h-now": "Availability burn, 6 h",
  "socket-success-by-path": "Connection success, by path",
  "instances-of-maximum": "Instances against their maximum",
  "failed-share": "Users answered with 5xx",
  "burn-1-h": "Budget burn by objective, 1 h",
  "burn-6-h": "Budget burn by objective, 6 h",
  incidents: "Open incidents",
  // Users.
  requests: "Requests",
  "5xx": "5xx to users",
  "503": "503 at the load balancer",
  "time-to-answer": "Time to answer users, 95th percentile",
  places: "Places that get no answer, by host",
  // Access.
  denied: "401 and 403 to users",
  refused: "Refused with 429 or by Cloud Armor",
  "bypass-use": "Use of the bypass route",
  "bypass-tries": "Tries of a bypass route",
  // Sockets and verification.
  handshake: "WebSocket handshake, by path",
  echo: "WebSocket echo, by path",
  "socket-errors": "Sockets that the application failed on",
  "fullest-instances": "Requests and sockets in the fullest instances",
  "failed-checks": "Checks that failed, by class and way to a person",
  "untold-checks": "Checks that could not tell",
  // Services.
  instances: "Instances that answer",
  memory: "Memory of the fullest instances",
  "start-up": "Start-up, 99th percentile",
  exits: "Container exits",
  deliveries: "Deliveries that did not become ready",
  // Database and cache.
  "database-up": "Database is up",
  "database-connections": "Connections to the database, of the maximum",
  "database-latency": "Time of database queries, 95th percentile",
  "database-processors": "Database processors",
  "database-disk": "Database disk",
  backups: "Backups that succeeded, last 24 h",
  "cache-memory": "Cache memory",
  "cache-clients": "Cache clients",
  "cache-evictions": "Keys evicted",
  // End-to-end tests.
  "test-success": "End-to-end success",
  "test-duration": "End-to-end duration",
  "test-runs": "End-to-end runs that ended",
  // The weekly report.
  kept: "Promises kept over their periods",
  "budget-left": "Error budgets left",
  "promises-burn-1-h": "Burn of promises without an alert, 1 h",
  "promises-burn-6-h": "Burn of promises without an alert, 6 h",
  "reported-checks": "Failed checks of severity report, by class",
  certificates: "Days until certificates end, by host",
  drift: "Resources changed outside",
} as const;

/** A chart or a scorecard of the dashboard. */
export type ChartId = keyof typeof TITLES;

/** Titles of its sections, in their order; whatever stands above the first is the first screen. */
export const SECTIONS = {
  users: {
    title: "Users",
    subtitle: "5xx and times without Google's probers and our own verification; requests and 503s of everybody",
  },
  access: { title: "Access", subtitle: "Who is not let in" },
  sockets: { title: "Sockets and verification", subtitle: "What the scheduled verification finds from outside" },
  services: { title: "Services", subtitle: "Cloud Run: instances, memory, starts and ends" },
  database: { title: "Database", subtitle: "Cloud SQL" },
  cache: { title: "Cache", subtitle: "Memorystore" },
  tests: { title: "End-to-end tests", subtitle: "Whole runs inside the environment" },
  report: {
    title: "Weekly report",
    subtitle: "Promises kept or not, on which nobody acts at once: read once a week over seven days, no alert",
  },
} as const;

/** A section of the dashboard. */
export type SectionId = keyof typeof SECTIONS;
