// Compresses what was built as small as it gets, once, for all who will ask for it: `assets/x.js` → `assets/x.js.br`.
// Brotli at its best takes some ten seconds, so it is part of a distribution and not of every build.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const folder = new URL("../../src/mlflow/server/ui/assets", import.meta.url).pathname;
const SMALL = 1024;
const compress = promisify(brotliCompress);

const press = async (name) => {
  const content = await readFile(join(folder, name));
  if (content.length < SMALL) return [0, 0];
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  const pressed = await compress(content, { params });
  await writeFile(join(folder, `${name}.br`), pressed);
  return [content.length, pressed.length];
};

const names = (await readdir(folder)).filter((name) => /\.(m?js|css|svg|map)$/.test(name));
const sizes = await Promise.all(names.map(press));
const [whole, pressed] = sizes.reduce(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
console.log(`pressed ${names.length} files: ${(whole / 1000).toFixed(0)} kB to ${(pressed / 1000).toFixed(0)} kB`);
