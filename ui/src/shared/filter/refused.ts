const PLACE = /at character (\d+)/;

/** Index of the character that the server's message about a filter points at, if it does; `before` characters were put in front of it. */
export function placeOf(message: string, before = 0): number | undefined {
  const found = PLACE.exec(message);
  return found ? Number(found[1]) - 1 - before : undefined;
}

/** The sentence without the picture below it. */
export function sentenceOf(message: string, before = 0): string {
  const sentence = message.split("\n", 1)[0] ?? message;
  return sentence.replace(PLACE, (_, place: string) => `at character ${Number(place) - before}`);
}

const OPERATOR = /[=<>]|\b(?:like|ilike|in|between|is)\b/i;

/** Whether a text is meant as a filter; otherwise it is a part of a name. */
export const isFilter = (text: string): boolean => OPERATOR.test(text);
