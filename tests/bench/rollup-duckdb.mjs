// The same roll-up in DuckDB, in memory, and both results compared.
// Usage: node rollup-duckdb.mjs UNITS.csv SUMS.csv ITEMS RUNS
// UNITS.csv: index,district,province of each commune, as indexes of the list.
import { DuckDBInstance } from '@duckdb/node-api';

const [units, sums, items, runs] = process.argv.slice(2);
const db = await (await DuckDBInstance.create(':memory:')).connect();
const ask = async (sql) => (await db.runAndReadAll(sql)).getRows();

await db.run(`CREATE TABLE commune AS SELECT * FROM read_csv('${units}')`);
await db.run(`CREATE TABLE fact AS
  SELECT province, district, index AS unit, i AS item,
    ((index * 1000003 + i * 7919) % 1000000007 * 1103515245 + 12345)
      % 1000000000000 AS value
  FROM commune, range(${items}) AS t(i)
  WHERE (index * 1000003 + i * 7919) % 1000000007 % 997 <> 0
  ORDER BY index, item`);
const columns = [...Array(Number(items)).keys()];
await db.run(`CREATE TABLE wide AS SELECT province, district, unit, ${
  columns.map((i) => `max(value) FILTER (item = ${i}) AS i${i}`).join(', ')
} FROM fact GROUP BY ALL ORDER BY unit`);

const long = `SELECT province, district, unit, item, sum(value) AS sum,
  count(value) AS count FROM fact
  GROUP BY item, ROLLUP (province, district, unit)`;
const flat = `SELECT province, district, unit, ${columns.map((i) =>
  `sum(i${i}) AS s${i}, count(i${i}) AS c${i}`).join(', ')}
  FROM wide GROUP BY ROLLUP (province, district, unit)`;

async function best(name, sql) {
  let least = Infinity;
  for (let run = 0; run < Number(runs); run++) {
    await db.run(`DROP TABLE IF EXISTS ${name}`);
    const start = process.hrtime.bigint();
    await db.run(`CREATE TABLE ${name} AS ${sql}`);
    least = Math.min(least, Number(process.hrtime.bigint() - start) / 1e9);
  }
  return least;
}

const tall = await best('rolled', long);
const broad = await best('rolled_wide', flat);
const known = (await ask('SELECT count(*) FROM fact'))[0][0];
const threads = (await ask(`SELECT current_setting('threads')`))[0][0];
const version = (await ask('SELECT version()'))[0][0];
// Every sum above the communes: the unit is the lowest that is not null.
const wrong = (await ask(`SELECT count(*) FROM (
  SELECT coalesce(district, province, 0) AS unit, item, sum, count
    FROM rolled WHERE unit IS NULL) AS a
  FULL JOIN (SELECT unit, item, CAST(sum AS HUGEINT) AS sum, count
    FROM read_csv('${sums}', types = {'sum': 'HUGEINT'})) AS b
  USING (unit, item)
  WHERE a.sum IS DISTINCT FROM b.sum OR a.count IS DISTINCT FROM b.count`))[0][0];
const compared = (await ask(`SELECT count(*) FROM read_csv('${sums}')`))[0][0];
console.log([version, threads, known, tall.toFixed(4), broad.toFixed(4),
  compared, wrong].join(' '));
