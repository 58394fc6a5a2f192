// The data of a chart, read from its table: {rows: [{x, values, href, hrefs, count}]}, with values in the order of the series and null for empty ones.
export function numbers(spec, figure) {
  const rows = tableRows(figure, spec);
  if (!spec.axis) return { rows };
  const known = new Map(rows.map((row) => [row.x, row]));
  return { rows: spec.axis.map((x) => known.get(x) ?? { x, values: spec.series.map(() => null), href: null, hrefs: [], count: 0 }) };
}

function tableRows(figure, spec) {
  return [...figure.querySelectorAll('tbody tr')].map((row) => {
    const [first, ...cells] = [...row.cells];
    return {
      x: textOf(first),
      values: spec.series.map((_, index) => numberOf(cells[index])),
      href: hrefOf(first),
      hrefs: spec.series.map((_, index) => hrefOf(cells[index])),
      count: Number(row.dataset.count ?? 0),
    };
  });
}

function textOf(cell) {
  return cell.dataset.value ?? cell.textContent.trim();
}

function numberOf(cell) {
  const text = cell ? textOf(cell) : '';
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : null;
}

function hrefOf(cell) {
  return cell?.querySelector('a')?.getAttribute('href') ?? null;
}
