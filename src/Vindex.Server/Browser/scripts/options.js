import { isOnPaper } from './looks.js';
import { digits, number, shortMonth, t } from './texts.js';

// ECharts options. Tooltips are drawn on the canvas (richText), because the content security policy forbids inline styles, and so that no ticket text becomes markup.
export function option(spec, data, off, look) {
  const style = getComputedStyle(document.documentElement);
  const color = (name) => style.getPropertyValue(`--${name}`).trim();
  const still = isOnPaper() || matchMedia('(prefers-reduced-motion: reduce)').matches;
  const muted = color('muted');
  const shown = spec.series.map((series, index) => ({ ...series, index })).filter((series) => !off.has(series.key));
  return {
    animation: !still,
    animationDuration: 150,
    animationDurationUpdate: 120,
    textStyle: { fontFamily: style.fontFamily, color: muted },
    // Charts with the same axis have the same margins, so that their days are below each other. The gate's label is placed beside the lines, which it would
    // otherwise hide.
    grid: spec.axis
      ? { left: 46, right: 62, top: 14, bottom: 26, containLabel: false, outerBoundsMode: 'none' }
      : { left: 8, right: spec.level ? 62 : 14, top: 14, bottom: 4, containLabel: true },
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
      axisPointer: {
        type: spec.kind === 'Lines' ? 'line' : 'shadow',
        lineStyle: { color: color('edge') },
        shadowStyle: { color: color('hover'), opacity: 0.6 },
      },
      formatter: (points) => tooltip(spec, data.rows[points[0].dataIndex], points),
    },
    xAxis: {
      type: 'category',
      boundaryGap: spec.kind !== 'Lines' || spec.axis !== null,
      data: data.rows.map((row) => row.x),
      axisLabel: { color: muted, hideOverlap: true, formatter: short },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: color('edge') } },
    },
    yAxis: {
      type: 'value',
      min: spec.min ?? undefined,
      max: spec.max ?? undefined,
      minInterval: spec.kind === 'Lines' ? undefined : 1,
      axisLabel: { color: muted, formatter: spec.kind === 'Lines' ? number : compact },
      splitLine: { lineStyle: { color: color('line') } },
    },
    series: [
      ...shown.map((series, place) => drawn(spec, data, series, look(series.look), place === 0 ? lines(spec, muted) : undefined)),
      ...area(spec, data, shown, look),
    ],
  };
}

function tooltip(spec, row, points) {
  const values = points.filter((one) => valueOf(one) !== null && !isArea(one)).map((one) => `${one.marker} ${one.seriesName}  ${digits(valueOf(one))}`);
  const what = spec.counted ? t(`counted-${spec.counted}`, { count: row.count }) : null;
  const counted = what ? [row.href ? t('click-to-open', { what }) : what] : [];
  return [label(row.x), ...values, ...counted].join('\n');
}

function drawn(spec, data, series, { color, dash, mark, width }, markLine) {
  const values = data.rows.map((row) => row.values[series.index]);
  const common = { name: series.name, data: values, itemStyle: { color }, markLine, emphasis: { focus: 'none' } };
  if (spec.kind === 'Bars') return { ...common, type: 'bar', barMaxWidth: 44, itemStyle: { color, borderRadius: [3, 3, 0, 0] } };
  if (spec.kind === 'Stacked') return { ...common, type: 'bar', stack: 'all', barMaxWidth: 28, barCategoryGap: '25%' };
  return {
    ...common,
    type: 'line',
    // Lines bridge gaps: a week without scores is not a score of zero.
    connectNulls: true,
    showSymbol: spec.axis !== null || values.length <= 45,
    showAllSymbol: spec.axis !== null,
    symbol: mark,
    symbolSize: spec.isSized ? sizes(data.rows) : spec.axis ? 3 : 7,
    // Where points have sizes, they are what counts; the line only leads the eye.
    lineStyle: { color, width: spec.isSized ? 1.5 : width ?? 2, opacity: spec.isSized ? 0.45 : 1, type: dash.length > 0 ? dash : 'solid' },
  };
}

// The area between two series is a stack: the lower one, which is not drawn, and the difference on top of it.
function area(spec, data, shown, look) {
  const [lower, upper] = [spec.area?.lower, spec.area?.upper].map((key) => shown.find((series) => series.key === key));
  if (!lower || !upper) return [];
  const at = (row, series) => row.values[series.index];
  const differences = data.rows.map((row) => (at(row, lower) === null || at(row, upper) === null ? null : at(row, upper) - at(row, lower)));
  const common = { type: 'line', stack: 'area', stackStrategy: 'all', connectNulls: true, symbol: 'none', silent: true, lineStyle: { opacity: 0 }, z: 1 };
  return [
    { ...common, id: 'area-lower', data: data.rows.map((row) => at(row, lower)) },
    { ...common, id: 'area-upper', data: differences, areaStyle: { color: look(upper.look).color, opacity: 0.14 } },
  ];
}

function isArea(point) {
  return point.seriesId.startsWith('area-');
}

// The area of a point grows with what is behind it: a day with one ticket is a dot.
function sizes(rows) {
  const most = Math.max(1, ...rows.map((row) => row.count));
  return (_, point) => 4 + 12 * Math.sqrt(rows[point.dataIndex].count / most);
}

function valueOf(point) {
  return point.value ?? null;
}

function compact(value) {
  return value >= 10_000 ? t('thousands', { number: digits(value / 1000) }) : digits(value);
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
  const day = t('day', { day: Number(match[2]), month: shortMonth(Number(match[1])) });
  return match[3] && match[3] !== '00:00' ? `${day}\n${match[3]}` : day;
}

function label(text) {
  return text.replace('T', ' ').replace(/:00(\.\d+)?(Z|[+-]\d\d:\d\d)$/, '');
}
