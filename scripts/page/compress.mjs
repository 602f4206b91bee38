/** Compresses the files of the page, for servers that send compressed files as they are. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** Writes `NAME.br` and `NAME.gz` next to each file of a directory. */
export function compressFiles(directory) {
  for (const name of readdirSync(directory)) {
    const content = readFileSync(join(directory, name));
    writeFileSync(join(directory, `${name}.br`), brotli(content));
    writeFileSync(join(directory, `${name}.gz`), gzipSync(content, { level: 9 }));
  }
}

/** A text, compressed as small as Brotli can. */
function brotli(content) {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  return brotliCompressSync(content, { params });
}
