import { endedVersion } from "../../policy/packs/google/stores/ended-versions";
import { ELSEWHERE } from "../support/area";
import { verdictsOfRule, resources, findingsOfRules } from "../support/resource";

const SQL = "google_sql_database_instance.db";
const REDIS = "google_redis_instance.cache";
const saidOf = (address: string, body: object) =>
  verdictsOfRule([endedVersion], "store-version-ended", { [address]: body }).map(({ status, message }) => [
    status,
    /last fixes are of (\S+?);/.exec(message)?.[1],
  ]);

test.each([
  [SQL, { database_version: "POSTGRES_13" }, "2025-11-13"],
  [SQL, { database_version: "MYSQL_5_7" }, "2023-10"],
  // A minor version ends with its series.
  [SQL, { database_version: "MYSQL_8_0_36" }, "2026-04"],
  [REDIS, { redis_version: "REDIS_3_2" }, "2018"],
])("%s %j has ended", (address, body, lastFixes) => {
  expect(saidOf(address, body)).toEqual([["violation", lastFixes]]);
});

test.each([
  [SQL, { database_version: "POSTGRES_17" }],
  [SQL, { database_version: "MYSQL_8_4" }],
  [SQL, { database_version: "SQLSERVER_2022_WEB" }],
  [REDIS, { redis_version: "REDIS_7_2" }],
  [REDIS, {}],
  // Left out of a plan it is Google's choice, which it supports.
  [REDIS, { redis_version: ELSEWHERE }],
])("%s %j gets fixes", (address, body) => {
  expect(saidOf(address, body)).toEqual([]);
});

test("a database's version that comes from elsewhere is unknown", () => {
  expect(saidOf(SQL, { database_version: ELSEWHERE })).toEqual([["unknown", undefined]]);
});

test("at somebody else's it is medium", () => {
  const parts = { stacks: [], resources: resources({ [SQL]: { database_version: "MYSQL_5_6" } }) };
  expect(findingsOfRules([endedVersion], parts).map(({ severity }) => severity)).toEqual(["medium"]);
});
