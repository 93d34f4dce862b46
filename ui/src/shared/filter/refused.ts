const PLACE = /at character (\d+)/;

/**
 * Index of the character that the server's message about a filter points at, if it does.
 *
 * @param shift - characters that stood before the filter when it was asked
 */
export function placeOf(message: string, shift = 0): number | undefined {
  const found = PLACE.exec(message);
  return found ? Math.max(0, Number(found[1]) - 1 - shift) : undefined;
}

/** The sentence without the picture below it, with the place as it is in the filter. */
export const sentenceOf = (message: string, place?: number): string => (message.split("\n", 1)[0] ?? message).replace(PLACE, (whole) => (place === undefined ? whole : `at character ${place + 1}`));
