/**
 * Few runs of a property, always the same: a unit test takes no long time and never fails by chance. e2e/properties.e2e.ts
 * makes many, others each time.
 */
export const FEW = (numRuns: number): { readonly numRuns: number; readonly seed: number } => ({ numRuns, seed: 7 });
