// The data of a chart: {rows: [{x, values}]}, with values in the order of the series and null for empty buckets.
export async function numbers(spec, figure) {
  if (!spec.url) return { rows: tableRows(figure, spec) };
  const headers = { Accept: 'application/json' };
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  if (spec.body) {
    headers['Content-Type'] = 'application/json';
    if (token) headers['X-CSRF-Token'] = token;
  }
  const response = await fetch(spec.url, { method: spec.body ? 'POST' : 'GET', headers, body: spec.body ?? undefined, credentials: 'same-origin' });
  if (!response.ok) throw new Error(response.status === 401 ? 'you are signed out' : `the server returned ${response.status}`);
  const answer = await response.json();
  const rows = at(answer, spec.rows) ?? [];
  if (spec.groups) return { rows: merged(rows, spec) };
  return { rows: rows.map((row) => ({ x: String(at(row, spec.x) ?? ''), values: spec.series.map((series) => number(at(row, series.key))) })) };
}

// Joins groups that have their own buckets; a group that is missing from the response is empty.
function merged(groups, spec) {
  const places = new Map();
  for (const group of groups) {
    const index = spec.series.findIndex((series) => series.key === String(at(group, spec.groups.key)));
    for (const bucket of at(group, spec.groups.buckets) ?? []) {
      const x = String(at(bucket, spec.x));
      if (!places.has(x)) places.set(x, spec.series.map(() => 0));
      if (index >= 0) places.get(x)[index] = number(at(bucket, spec.groups.value)) ?? 0;
    }
  }
  return [...places].sort(([a], [b]) => (a < b ? -1 : 1)).map(([x, values]) => ({ x, values }));
}

function tableRows(figure, spec) {
  return [...figure.querySelectorAll('tbody tr')].map((row) => {
    const [x, ...values] = [...row.cells].map((cell) => cell.dataset.value ?? cell.textContent.trim());
    return { x, values: spec.series.map((_, index) => (values[index] === '' || values[index] === undefined ? null : number(Number(values[index])))) };
  });
}

function at(object, path) {
  if (object === null || object === undefined || !path) return object;
  return path in object ? object[path] : path.split('/').reduce((inner, key) => inner?.[key], object);
}

function number(value) {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
