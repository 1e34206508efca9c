/** MiB of a Kubernetes quantity; undefined where it is not one of memory. */
export function mebibytes(quantity: string | undefined): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(Mi|Gi|M|G)$/.exec(quantity ?? "") ?? [];
  if (amount === undefined) return undefined;
  const factor = { Mi: 1, Gi: 1024, M: 1e6 / 2 ** 20, G: 1e9 / 2 ** 20 }[unit as "Mi" | "Gi" | "M" | "G"];
  return Number(amount) * factor;
}

/** vCPUs of a Kubernetes quantity, `2` or `2000m`. */
export function vcpus(quantity: string | undefined): number | undefined {
  const [, amount, milli] = /^(\d+(?:\.\d+)?)(m?)$/.exec(quantity ?? "") ?? [];
  return amount === undefined ? undefined : Number(amount) / (milli ? 1000 : 1);
}
