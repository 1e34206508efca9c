import type { z } from "zod";
import { invalid, ok, refuse, type Answer } from "./answer";
import type { Faults } from "./faults";
import type { Journal } from "./journal";
import type { JsonObject } from "./json";
import type { Snapshot, Store } from "./store";

/** What the admin API works on. */
export interface Admin {
  readonly store: Store;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly snapshots: Map<string, Snapshot>;
  /** Brings the store back to its beginning. */
  readonly reset: () => void;
}

/** Answers one route of the admin API. */
export type AdminHandler = (admin: Admin, body: JsonObject) => Answer;

/** Reads a body by its schema, or says what is wrong with it. */
export const reading =
  <T>(schema: z.ZodType<T>, handler: (admin: Admin, body: T) => Answer): AdminHandler =>
  (admin, body) => {
    const parsed = schema.safeParse(body);
    if (parsed.success) return handler(admin, parsed.data);
    const [issue] = parsed.error.issues;
    return refuse(invalid(`${issue?.path.join(".") || "body"}: ${issue?.message ?? "invalid"}`));
  };

/** The answer where there is nothing to say. */
export const done = ok({});
