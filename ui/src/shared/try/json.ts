/** JSON as scoring servers write it: numbers that JSON lacks stand there by their names, as Python's reader has it. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const named = text.replaceAll(/"(?:[^"\\]|\\.)*"|-?Infinity|NaN/g, (found) => (found.startsWith('"') ? found : `"${found}"`));
    if (named === text) throw error;
    return JSON.parse(named) as unknown;
  }
}

const PYTHON: Readonly<Record<string, string>> = {
  true: "True",
  false: "False",
  null: "None",
  NaN: 'float("nan")',
  Infinity: 'float("inf")',
  "-Infinity": '-float("inf")',
};

/** JSON as Python writes it, digit by digit; nothing where it is no JSON. */
export function pythonOf(json: string): string | undefined {
  try {
    readJson(json);
  } catch {
    return undefined;
  }
  return json.replaceAll(/"(?:[^"\\]|\\.)*"|-?Infinity|NaN|true|false|null/g, (found) => PYTHON[found] ?? found);
}
