// Typst prints one document over and over: format-typst.mjs FONTS SECONDS RUNS
// STEM OUT.  Answers with the least time in seconds.
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { readFileSync, writeFileSync } from 'node:fs';

const [fonts, seconds, runs, stem, out] = process.argv.slice(2);
const text = readFileSync(`${stem}.typ`, 'utf8');
const compiler = NodeCompiler.create({ fontArgs: [{ fontPaths: [fonts] }] });
let best = Infinity;
const end = performance.now() + seconds * 1000;

for (let i = 0; i < runs && performance.now() < end; i++) {
  compiler.evictCache(0);       // nothing is remembered of the run before
  const start = performance.now();
  writeFileSync(out, compiler.pdf({ mainFileContent: text }));
  best = Math.min(best, (performance.now() - start) / 1000);
}
console.log(best);
