/** Index of the character that the server's message points at, if it does. */
export function placeOf(message: string): number | undefined {
  const found = /at character (\d+)/.exec(message);
  return found ? Number(found[1]) - 1 : undefined;
}

/** The sentence without the picture below it. */
export const sentenceOf = (message: string): string => message.split("\n", 1)[0] ?? message;
