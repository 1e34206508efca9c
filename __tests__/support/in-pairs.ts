import { bulkhead } from "cockatiel";

/** Runs tasks two at a time. Each is a process with a deadline, and more of them would slow each other down. */
export async function inPairs<T extends Readonly<Record<string, () => Promise<unknown>>>>(
  tasks: T,
): Promise<{ readonly [K in keyof T]: Awaited<ReturnType<T[K]>> }> {
  const places = bulkhead(2, Object.keys(tasks).length);
  const done = await Promise.all(
    Object.entries(tasks).map(async ([name, task]) => [name, await places.execute(task)] as const),
  );
  return Object.fromEntries(done) as { readonly [K in keyof T]: Awaited<ReturnType<T[K]>> };
}
