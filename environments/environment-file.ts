/**
 * Where an environment is declared, relative to the repository's top folder.
 *
 * @param name - of the environment
 */
export const environmentFile = (name: string): string => `environments/${name}.ts`;
