import type { Environment } from "../../environments/environment";
import {
  applyPlanned,
  changesOf,
  check,
  close,
  isAvailable,
  openDeployed,
  redeclare,
  restore,
  type Deployed,
} from "./deployed";
import { brokenSignIns } from "./sign-in";

describe.each(["staging", "production"])("rotation in %s", (name) => {
  const project = `netra-${name}`;
  let deployed: Deployed;
  const seen = new Set<string>();
  beforeAll(async () => {
    if (!isAvailable) return;
    deployed = await openDeployed(name, () => {
      for (const problem of brokenSignIns(deployed.sandbox.store, project, `${project}-db`)) seen.add(problem);
    });
  });
  afterEach(() => {
    restore(deployed);
    seen.clear();
  });
  afterAll(() => close(deployed));

  async function rotate(change: (environment: Environment) => Environment): Promise<Readonly<Record<string, string>>> {
    redeclare(deployed, change);
    const changes = await changesOf(deployed, `${name}-services`);
    await applyPlanned(deployed, `${name}-services`);
    expect(await changesOf(deployed, `${name}-services`)).toEqual({});
    return changes;
  }

  const versionOf = (role: string) => `google_secret_manager_secret_version.secret-${role}_version`;
  const AUTH = "google_cloud_run_v2_service.auth-service";
  const SOCKET = "google_cloud_run_v2_service.websocket-service";

  check("the watch sees a version that is gone, and a password that is not the user's", () => {
    const { store } = deployed.sandbox;
    expect(brokenSignIns(store, project, `${project}-db`)).toEqual([]);
    store.remove(`secretmanager/projects/${project}/secrets/${project}-service-secret/versions/1`);
    const user = `sql/projects/${project}/instances/${project}-db/users/app_a`;
    store.put(user, { ...store.get(user)!, passwordMark: "another" });
    const services = ["auth-service", "websocket-service"].map(
      (name) => `run/projects/${project}/locations/us-central1/services/${name}`,
    );
    expect(brokenSignIns(store, project, `${project}-db`)).toEqual(
      services.flatMap((name) => [
        `${name}: SERVICE_SECRET has no enabled version`,
        `${name}: the password of app_a is another one`,
      ]),
    );
  });

  describe.each(["jwt-secret-key", "service-secret"] as const)("%s", (role) => {
    check("a rotation leaves running revisions a version that works at every step", async () => {
      const changes = await rotate((environment) => ({
        ...environment,
        secrets: { ...environment.secrets, generated: { ...environment.secrets.generated, [role]: { version: 2 } } },
      }));
      expect(changes).toEqual({ [versionOf(role)]: "create,delete", [AUTH]: "update", [SOCKET]: "update" });
      expect([...seen]).toEqual([]);
      const old = deployed.sandbox.store.get(`secretmanager/projects/${project}/secrets/${project}-${role}/versions/1`);
      expect(old?.state).toBe("ENABLED");
    });
  });

  if (name === "staging")
    check("e2e-bypass-key: a rotation leaves running revisions a version that works at every step", async () => {
      const changes = await rotate((environment) =>
        environment.kind === "staging" ? { ...environment, e2e: { ...environment.e2e, keyVersion: 2 } } : environment,
      );
      expect(changes).toEqual({
        [versionOf("e2e-bypass-key")]: "create,delete",
        [AUTH]: "update",
        [SOCKET]: "update",
        "google_cloud_run_v2_job.e2e-runner": "update",
      });
      expect([...seen]).toEqual([]);
    });

  check(
    "database password: the idle user is rotated, then made active, then the other: nobody is locked out",
    async () => {
      const users =
        (change: Partial<Environment["database"]["users"]>) =>
        (environment: Environment): Environment => ({
          ...environment,
          database: { ...environment.database, users: { ...environment.database.users, ...change } },
        });
      expect(await rotate(users({ passwordVersions: { app_a: 1, app_b: 2 } }))).toEqual({
        [versionOf("postgres-password-app-b")]: "create,delete",
        "google_sql_user.database-user-app-b": "update",
      });
      expect([...seen]).toEqual([]);
      const active = { active: "app_b", passwordVersions: { app_a: 1, app_b: 2 } } as const;
      expect(await rotate(users(active))).toMatchObject({ [AUTH]: "update", [SOCKET]: "update" });
      expect([...seen]).toEqual([]);
      expect(await rotate(users({ ...active, passwordVersions: { app_a: 2, app_b: 2 } }))).toEqual({
        [versionOf("postgres-password-app-a")]: "create,delete",
        "google_sql_user.database-user-app-a": "update",
      });
      expect([...seen]).toEqual([]);
    },
  );

  check("the AUTH string of Redis: a replaced instance writes a new version, and services follow", async () => {
    const { store } = deployed.sandbox;
    const before = store.list(`secretmanager/projects/${project}/secrets/${project}-redis-auth/versions`).length;
    redeclare(deployed, (environment) => ({ ...environment, cache: { ...environment.cache, authVersion: 2 } }));
    const changes = await changesOf(deployed, `${name}-foundation`);
    await applyPlanned(deployed, `${name}-foundation`);
    expect(Object.keys(changes)).toEqual(["google_secret_manager_secret_version.redis_auth-version"]);
    expect(store.list(`secretmanager/projects/${project}/secrets/${project}-redis-auth/versions`)).toHaveLength(
      before + 1,
    );
    expect([...seen]).toEqual([]);
    expect(await changesOf(deployed, `${name}-services`)).toEqual({ [AUTH]: "update", [SOCKET]: "update" });
    await applyPlanned(deployed, `${name}-services`);
    expect([...seen]).toEqual([]);
  });
});
