// Downloads of the visible chart, as PNG or CSV (RFC 4180).
export function wireDownloads(figure, chart, spec, data) {
  for (const button of figure.querySelectorAll('[data-download]')) {
    button.onclick = () => {
      if (button.dataset.download === 'png') {
        const background = getComputedStyle(document.documentElement).getPropertyValue('--surface').trim();
        save(chart.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: background }), `${spec.fileName}.png`);
        return;
      }
      const url = URL.createObjectURL(new Blob([csv(spec, data)], { type: 'text/csv;charset=utf-8' }));
      save(url, `${spec.fileName}.csv`);
      setTimeout(() => URL.revokeObjectURL(url), 1000);
    };
  }
}

function csv(spec, data) {
  const counted = spec.counted ? [`${spec.counted}s`] : [];
  const rows = data.rows.filter((row) => row.values.some((value) => value !== null));
  const lines = [
    [spec.x, ...spec.series.map((series) => series.key), ...counted],
    ...rows.map((row) => [row.x, ...row.values.map((value) => value ?? ''), ...counted.map(() => row.count)]),
  ];
  return lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}

// Text that a spreadsheet would read as a formula gets a leading quote; numbers are left alone.
function cell(value) {
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n;\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function save(href, name) {
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}
