// ClickHouse's HTTP interface over chdb, the engine of ClickHouse as a library: what Vindex uses of it, for its tests. It is not a ClickHouse server. There is
// one session with one folder, statements run one after the other, users and passwords are checked only where PASSWORD is set, and KILL QUERY does nothing.
// usage: node chdb-http.mjs FOLDER [PORT]    prints "listening on PORT"; ends when its input does
import { createRequire } from 'node:module';
import { createServer } from 'node:http';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const { Session } = createRequire(import.meta.url)('chdb');
const folder = process.argv[2], port = Number(process.argv[3] ?? 0), password = process.env.PASSWORD;
const session = new Session(join(folder, 'data'));
const ownNames = new Set(['query', 'query_id', 'database', 'default_format', 'wait_end_of_query']);
const literal = text => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
let uploads = 0;

function run(fields, rows) {
  const database = fields.get('database');
  if (database) session.query(`USE \`${database}\``);
  for (const [name, value] of fields) if (!ownNames.has(name)) session.query(`SET ${name} = ${literal(value)}`);
  const query = fields.get('query');
  if (!rows) return session.query(query, fields.get('default_format') ?? 'TabSeparated');
  const file = join(folder, `upload-${uploads++}`);
  writeFileSync(file, rows);
  try {
    return session.query(query.replace(/ FORMAT (\w+)$/, ` FROM INFILE ${literal(file)} FORMAT $1`));
  } finally {
    rmSync(file);
  }
}

async function answer(request, response) {
  const url = new URL(request.url, 'http://localhost'), fields = new Map(url.searchParams);
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  if (password && request.headers['x-clickhouse-key'] !== password) throw Object.assign(new Error('Code: 516. DB::Exception: Authentication failed'), { status: 403 });
  const type = request.headers['content-type'] ?? '';
  let rows = Buffer.concat(chunks);
  if (type.startsWith('multipart/form-data')) {
    const form = await new Response(rows, { headers: { 'content-type': type } }).formData();
    for (const [name, value] of form) fields.set(name, value);
    rows = null;
  }
  response.end(run(fields, rows?.length ? rows : null));
}

const server = createServer((request, response) => answer(request, response).catch(error => {
  const message = String(error.message ?? error), code = /Code: (\d+)/.exec(message)?.[1];
  response.writeHead(error.status ?? 500, code ? { 'X-ClickHouse-Exception-Code': code } : {}).end(message);
}));
server.requestTimeout = 0;
server.listen(port, '127.0.0.1', () => console.log(`listening on ${server.address().port}`));
process.stdin.resume().on('end', () => process.exit(0));
