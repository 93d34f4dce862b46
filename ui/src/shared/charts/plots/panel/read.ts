/** Settings as they come out of addresses: anything may stand there. */

export type Raw = Readonly<Record<string, unknown>>;

export const readText = (value: unknown): string => (typeof value === "string" ? value : "");
export const readMaybe = (value: unknown): string | undefined => (typeof value === "string" && value ? value : undefined);
export const readFlag = (value: unknown): true | undefined => (value === true ? true : undefined);
export const readTexts = (value: unknown): string[] => (Array.isArray(value) ? [...new Set(value.filter((item): item is string => typeof item === "string" && item !== ""))] : []);

export const readOne = <T extends string>(value: unknown, choices: readonly T[]): T | undefined => choices.find((choice) => choice === value);

export const readCount = (value: unknown, least: number, most: number): number | undefined =>
  typeof value === "number" && Number.isInteger(value) && value >= least && value <= most ? value : undefined;

/** Without what is not set: addresses stay short. */
export const set = <S extends object>(settings: S): S => Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as S;
