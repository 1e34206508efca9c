import { declaredAt } from "../../review/declared-at";

const placeOf = (address: string, message: string, environment = "trial"): string | undefined =>
  declaredAt({ environment, stack: environment === "" ? "plan" : "trial-services", address, message });

test.each([
  [
    "google_cloud_run_v2_service.auth-service",
    'template[0].containers[0].resources[0].limits.memory: "512Mi" found',
    'services["auth-service"].memoryMiB of environments/trial.ts',
  ],
  [
    "google_sql_database_instance.database",
    'settings[0].database_flags[name=max_connections].value: "500" found',
    "database.maxConnections of environments/trial.ts",
  ],
  ["google_compute_backend_service.lb_backend-frontend", "timeout_sec: 31 found", "constructs/serverless-backend.ts"],
  ["google_sql_database_instance.database", "nothing found that a path begins", "constructs/postgres.ts"],
  ["google_redis_instance.redis", "trial.waivers[1]: excuses nothing", "environments/trial.ts"],
  ["", "the stack as a whole", "stacks/services.ts"],
])("%s, %s: is declared in %s", (address, message, place) => {
  expect(placeOf(address, message)).toBe(place);
});

test("of somebody else's resources nobody here declares anything", () => {
  expect(placeOf("google_sql_database_instance.database", "settings[0].tier: found", "")).toBeUndefined();
});
