import fc from "fast-check";
import { readDocuments } from "../../../google/discovery/documents";
import { readMember, type Type } from "../../../google/discovery/notation";
import { CATALOG } from "../../../sandbox/apis";
import { checkRequest } from "../../../sandbox/schema/request-gate";
import { schemaMembers } from "../../../google/discovery/schemas";
import { methodSchema } from "../../../sandbox/schema/schemas";
import { readMessage } from "../../../sandbox/schema/values";
import type { Json, JsonObject } from "../../../sandbox/core/json";

/** Requests made from Google's schemas: good ones are taken, and ones with a single fault are refused for it. */

const METHODS = CATALOG.routes.flatMap((route) => {
  const api = CATALOG.apis.find(({ name }) => name === route.api)!;
  const schema = methodSchema(api, route);
  return schema === undefined ? [] : [{ api, route, schema }];
});

test("every route of an API that has a document is a method of that document", () => {
  const described = new Set(CATALOG.apis.filter(({ discovery }) => discovery !== undefined).map(({ name }) => name));
  const routes = CATALOG.routes.filter(({ api }) => described.has(api));
  expect(METHODS).toHaveLength(routes.length);
  expect(METHODS.length).toBeGreaterThan(150);
});

test("every text of the data can be read", () => {
  const texts = Object.values(readDocuments())
    .flatMap(({ schemas, methods, parameters }) => [
      parameters,
      ...Object.values(schemas),
      ...Object.values(methods).map(({ query = {} }) => query),
    ])
    .flatMap((members) => Object.values(members));
  expect(texts.length).toBeGreaterThan(3000);
  expect(texts.filter((text) => (readMember(text).type.kind as string | undefined) === undefined)).toEqual([]);
});

/** The faults of a value of a type, each with a value that has it. */
function faultsOf(type: Type): readonly Json[] {
  switch (type.kind) {
    case "any":
      return [];
    case "list":
    case "map":
      return ["x", 1, true];
    case "message":
      return ["x", 1, true, []];
    case "enum":
      return ["NO_SUCH_MEMBER", 4_711, {}, []];
    case "scalar":
      return type.scalar === "string" || type.scalar === "mask" ? [1, true, {}, []] : ["no such value", {}, []];
  }
}

interface Place {
  readonly document: string;
  readonly schema: string;
  readonly name: string;
  readonly type: Type;
}

/** Every member of every schema that a request reaches, which a request may set. */
const PLACES: readonly Place[] = Object.entries(readDocuments()).flatMap(([document, { schemas }]) =>
  Object.keys(schemas).flatMap((schema) =>
    [...schemaMembers(document, schema)].flatMap(([name, { type, isOutput }]) =>
      isOutput || faultsOf(type).length === 0 ? [] : [{ document, schema, name, type }],
    ),
  ),
);

const violationsOf = (document: string, schema: string, body: JsonObject): number => {
  const reading = { document, violations: [], isWhole: false };
  readMessage(reading, schema, body, "");
  return reading.violations.length;
};

test("a member with a value that its type does not have is refused", () => {
  expect(PLACES.length).toBeGreaterThan(1000);
  fc.assert(
    fc.property(fc.constantFrom(...PLACES), fc.nat(), ({ document, schema, name, type }, drawn) => {
      const faults = faultsOf(type);
      return violationsOf(document, schema, { [name]: faults[drawn % faults.length]! }) === 1;
    }),
    { numRuns: 300 },
  );
});

test("a member that its message does not have is refused", () => {
  fc.assert(
    fc.property(fc.constantFrom(...PLACES), fc.stringMatching(/^[a-z]{3,9}Qz$/), ({ document, schema }, name) => {
      return violationsOf(document, schema, { [name]: 1 }) === 1;
    }),
    { numRuns: 100 },
  );
});

test("a parameter that its method does not have, and a mask that leads nowhere, are refused by every method", () => {
  for (const { api, route, schema } of METHODS) {
    const asked = (query: string): readonly string[] =>
      checkRequest(api, schema, { method: route.method, params: {}, query: new URLSearchParams(query), body: {} })
        .violations.map(({ message }) => message)
        .filter((message) => /noSuch/.test(message));
    expect([schema.method.id, asked("noSuchParameter=1")]).toEqual([schema.method.id, [expect.any(String)]]);
    if (schema.query.has("updateMask") && schema.method.request !== undefined)
      expect([schema.method.id, asked("updateMask=noSuchMember")]).toEqual([schema.method.id, [expect.any(String)]]);
  }
});

test("an empty request of a method that needs something says what", () => {
  const needing = METHODS.filter(({ schema: { document, method }, route }) => {
    const members = method.request === undefined ? [] : [...schemaMembers(document, method.request).values()];
    // A list that is absent is an empty one.
    return route.method !== "PATCH" && members.some(({ isRequired, type }) => isRequired && type.kind !== "list");
  });
  expect(needing.length).toBeGreaterThan(15);
  for (const { api, route, schema } of needing) {
    const asked = { method: route.method, params: {}, query: new URLSearchParams(), body: {} };
    expect(checkRequest(api, schema, asked).violations).not.toEqual([]);
  }
});
