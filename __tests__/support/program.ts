import { resolve } from "node:path";
import { ROOT } from "./tracked-files";

/** What Node is started with so that the product of the process is the fixture. */
export const WITH_FIXTURE: readonly string[] = ["--require", resolve(ROOT, "__tests__/fixture/register.js")];

/** What Node is started with to run `netra` in a process of its own, with the fixture as its product. */
export const NETRA: readonly string[] = [...WITH_FIXTURE, resolve(ROOT, "netra")];
