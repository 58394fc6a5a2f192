// ECharts options. Tooltips are drawn on the canvas (richText), because the content security policy forbids inline styles, and so that no ticket text becomes markup.
export function option(spec, data, off, look) {
  const style = getComputedStyle(document.documentElement);
  const color = (name) => style.getPropertyValue(`--${name}`).trim();
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const muted = color('muted');
  const bars = spec.kind === 'Bars';
  const timed = spec.kind === 'Lines' && spec.from !== null && spec.to !== null;
  const shown = spec.series.map((series, index) => ({ ...series, index })).filter((series) => !off.has(series.key));
  return {
    animation: !still,
    animationDuration: 150,
    animationDurationUpdate: 120,
    textStyle: { fontFamily: style.fontFamily, color: muted },
    // The gate's label is placed beside the lines, which it would otherwise hide.
    grid: { left: 8, right: spec.level ? 62 : 14, top: 14, bottom: 4, containLabel: true },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      confine: true,
      transitionDuration: 0,
      backgroundColor: color('surface'),
      borderColor: color('edge'),
      borderWidth: 1,
      padding: [8, 10],
      textStyle: { color: color('text'), fontSize: 13 },
      axisPointer: { type: bars ? 'shadow' : 'line', lineStyle: { color: color('edge') }, shadowStyle: { color: color('hover'), opacity: 0.6 } },
      formatter: (points) => [
        label(data.rows[points[0].dataIndex].x),
        ...points.filter((one) => valueOf(one) !== null).map((one) => `${one.marker} ${one.seriesName}  ${valueOf(one)}`),
      ].join('\n'),
    },
    xAxis: {
      // A time axis keeps the distances right where empty buckets are left out.
      ...(timed ? { type: 'time', min: spec.from, max: spec.to } : { type: 'category', boundaryGap: bars, data: data.rows.map((row) => row.x) }),
      axisLabel: { color: muted, hideOverlap: true, formatter: timed ? (time) => short(iso(time)) : short },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: color('edge') } },
    },
    yAxis: {
      type: 'value',
      min: spec.min ?? undefined,
      max: spec.max ?? undefined,
      minInterval: spec.kind === 'Lines' ? undefined : 1,
      axisLabel: { color: muted },
      splitLine: { lineStyle: { color: color('line') } },
    },
    series: shown.map((series, place) => drawn(spec, data, timed, series, look(series.look), place === 0 ? lines(spec, muted) : undefined)),
  };
}

function drawn(spec, data, timed, series, { color, dash, mark, width }, markLine) {
  const values = data.rows.map((row) => (timed ? [row.x, row.values[series.index]] : row.values[series.index]));
  const common = { name: series.name, data: values, itemStyle: { color }, markLine, emphasis: { focus: 'none' } };
  if (spec.kind === 'Bars') return { ...common, type: 'bar', barMaxWidth: 44, itemStyle: { color, borderRadius: [3, 3, 0, 0] } };
  const few = values.length <= 45;
  return {
    ...common,
    type: 'line',
    // Lines bridge gaps: a week without scores is not a score of zero.
    connectNulls: spec.kind === 'Lines',
    showSymbol: few,
    symbol: mark,
    symbolSize: spec.kind === 'Stacked' ? 0 : 7,
    lineStyle: { color, width: width ?? 2, type: dash.length > 0 ? dash : 'solid' },
    ...(spec.kind === 'Stacked' ? { stack: 'all', areaStyle: { color, opacity: 0.55 } } : {}),
  };
}

function valueOf(point) {
  return (Array.isArray(point.value) ? point.value[1] : point.value) ?? null;
}

// The date of an axis value, which is local midnight.
function iso(time) {
  const day = new Date(time);
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`;
}

function lines(spec, color) {
  const data = [
    ...(spec.level ? [{ yAxis: spec.level.value, label: { formatter: spec.level.name, position: 'end', distance: 6 } }] : []),
    ...spec.marks.map((mark) => ({ xAxis: mark.at, label: { formatter: mark.name, position: 'insideEndTop' } })),
  ];
  if (data.length === 0) return undefined;
  return { silent: true, symbol: 'none', lineStyle: { color, type: [3, 4], width: 1 }, label: { color, fontSize: 12 }, data, animation: false };
}

// For 2026-04-16 or 2026-04-16T00:00:00+02:00 the axis shows the day, plus the time unless it is midnight.
function short(text) {
  const match = /^\d{4}-(\d\d)-(\d\d)(?:T(\d\d:\d\d))?/.exec(text);
  if (!match) return text.length > 18 ? `${text.slice(0, 17)}…` : text;
  const day = `${Number(match[2])} ${['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][Number(match[1]) - 1]}`;
  return match[3] && match[3] !== '00:00' ? `${day}\n${match[3]}` : day;
}

function label(text) {
  return text.replace('T', ' ').replace(/:00(\.\d+)?(Z|[+-]\d\d:\d\d)$/, '');
}
