/** Literals and keys of the filter language, which knows quotes but no escapes: the other quote serves. */

export const quoted = (text: string): string => (text.includes("'") ? `"${text.replaceAll('"', "")}"` : `'${text}'`);

export const contains = (text: string): string => quoted(`%${text}%`);

/** A key, in backticks when it is more than letters, digits, underscores and dots. */
export const quotedKey = (key: string): string => (/^[A-Za-z_][\w.]*$/.test(key) ? key : `\`${key}\``);
