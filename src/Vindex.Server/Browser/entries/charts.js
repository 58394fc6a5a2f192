import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { wireDownloads } from '../scripts/downloads.js';
import { dark, look, paintSwatch } from '../scripts/looks.js';
import { numbers } from '../scripts/numbers.js';
import { wireOpening } from '../scripts/opening.js';
import { option } from '../scripts/options.js';
import { t } from '../scripts/texts.js';

echarts.use([LineChart, BarChart, GridComponent, TooltipComponent, MarkLineComponent, CanvasRenderer]);

const live = new Map();

function start(figure) {
  if (live.has(figure)) return;
  const spec = JSON.parse(figure.dataset.chart);
  const place = figure.querySelector('.chart-canvas');
  const note = figure.querySelector('.chart-note');
  const toggles = [...figure.querySelectorAll('[data-series]')];
  const chart = echarts.init(place, null, { renderer: 'canvas' });
  const state = { chart, draw: () => {} };
  live.set(figure, state);
  toggles.forEach(paintSwatch);
  new ResizeObserver(() => chart.resize()).observe(place);

  try {
    const data = numbers(spec, figure);
    const off = () => new Set(toggles.filter((one) => one.getAttribute('aria-pressed') === 'false').map((one) => one.dataset.series));
    state.draw = () => chart.setOption(option(spec, data, off(), look), { notMerge: true });
    state.draw();
    const isEmpty = data.rows.every((row) => row.values.every((value) => value === null));
    note.hidden = !isEmpty;
    note.textContent = isEmpty ? t('no-data') : '';
    wireDownloads(figure, chart, spec, data);
    wireOpening(chart, spec, data, off);
    figure.dataset.drawn = 'true';
  } catch (error) {
    note.hidden = false;
    note.textContent = t('not-drawn', { error: error.message });
    figure.dataset.drawn = 'failed';
  }

  for (const toggle of toggles) {
    toggle.addEventListener('click', () => {
      toggle.setAttribute('aria-pressed', String(toggle.getAttribute('aria-pressed') === 'false'));
      state.draw();
    });
  }
}

function startAll() {
  for (const [figure, { chart }] of live) {
    if (figure.isConnected) continue;
    chart.dispose();
    live.delete(figure);
  }
  document.querySelectorAll('[data-chart]').forEach(start);
}

dark.addEventListener('change', () => {
  for (const [figure, state] of live) {
    figure.querySelectorAll('[data-series]').forEach(paintSwatch);
    state.draw();
  }
});
for (const [event, isPaper] of [['beforeprint', true], ['afterprint', false]]) {
  addEventListener(event, () => {
    if (isPaper) document.documentElement.dataset.paper = '';
    else delete document.documentElement.dataset.paper;
    for (const { chart, draw } of live.values()) {
      chart.resize();
      draw();
    }
  });
}
document.addEventListener('htmx:afterSettle', startAll);
// Lets scripts that change a chart's table redraw the chart.
document.addEventListener('vindex:chart', (event) => {
  const state = live.get(event.target);
  if (state) {
    state.chart.dispose();
    live.delete(event.target);
  }
  start(event.target);
});
startAll();
