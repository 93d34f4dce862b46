/** What addresses and saved views say: anything may stand there, and what is not understood is left out. */

export type Raw = Readonly<Record<string, unknown>>;

export const readText = (value: unknown): string => (typeof value === "string" ? value : "");
export const readMaybe = (value: unknown): string | undefined => (typeof value === "string" && value ? value : undefined);
export const readFlag = (value: unknown): true | undefined => (value === true ? true : undefined);
export const readTexts = (value: unknown): string[] => (Array.isArray(value) ? [...new Set(value.filter((item): item is string => typeof item === "string" && item !== ""))] : []);

/** Ids and the like, which an address may hold as numbers. */
export const readIds = (value: unknown): string[] => (Array.isArray(value) ? [...new Set(value.filter((item) => ["string", "number"].includes(typeof item)).map(String))] : []);

/** Words that somebody typed: "7" and "true" come out of an address as a number and a truth. */
export const readTyped = (value: unknown): string | undefined => {
  const text = ["string", "number", "boolean"].includes(typeof value) ? String(value) : "";
  return text.trim() ? text : undefined;
};

export const readOne = <T extends string>(value: unknown, choices: readonly T[]): T | undefined => choices.find((choice) => choice === value);

export const readCount = (value: unknown, least: number, most: number): number | undefined =>
  typeof value === "number" && Number.isInteger(value) && value >= least && value <= most ? value : undefined;

/** Without what is not set: addresses stay short. */
export const set = <S extends object>(settings: S): S => Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as S;
