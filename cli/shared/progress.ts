/** One line that is written over, on a terminal; an empty text takes it away. */
export const progress = process.stderr.isTTY
  ? (text: string): void => void process.stderr.write(`\r\u001b[2K${text}`)
  : (): void => undefined;
