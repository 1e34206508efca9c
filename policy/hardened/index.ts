import { AROUND } from "./around";
import type { HardenedValue } from "./row";
import { SERVICES } from "./services";
import { STORES } from "./stores";

export type { HardenedValue } from "./row";

/** Every hardened value, in the order in which people read them. */
export const HARDENED: readonly HardenedValue[] = [...SERVICES, ...STORES, ...AROUND];
