import type { EnvironmentStack } from "./environment-stack";
export function addPolicyValidation(_s: EnvironmentStack, _t: string): void {}
