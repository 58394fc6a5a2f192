// A click on a chart opens what is behind it, as the links in its table do: in stacked bars the part that was clicked, otherwise the whole bucket.
export function wireOpening(chart, spec, data, off) {
  if (data.rows.every((row) => row.href === null)) return;
  const area = chart.getZr();
  const behind = (event) => {
    const point = [event.offsetX, event.offsetY];
    if (!chart.containPixel('grid', point)) return null;
    const row = data.rows[Math.round(chart.convertFromPixel({ xAxisIndex: 0 }, point[0]))];
    if (!row) return null;
    if (spec.kind !== 'Stacked') return row.href;
    return row.hrefs[partAt(row, chart.convertFromPixel({ yAxisIndex: 0 }, point[1]), spec, off())] ?? row.href;
  };
  area.on('mousemove', (event) => area.setCursorStyle(behind(event) ? 'pointer' : 'default'));
  area.on('click', (event) => {
    const href = behind(event);
    if (!href) return;
    if (event.event.ctrlKey || event.event.metaKey) window.open(href, '_blank', 'noopener');
    else location.assign(href);
  });
}

// The series whose part of the stack is at a height.
function partAt(row, height, spec, off) {
  let top = 0;
  return spec.series.findIndex((series, index) => {
    if (off.has(series.key)) return false;
    top += row.values[index] ?? 0;
    return height <= top;
  });
}
