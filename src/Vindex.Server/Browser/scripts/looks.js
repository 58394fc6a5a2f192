// The Okabe–Ito colors, each with its own dash and marker, so that lines differ by more than color. Yellow is darkened for light backgrounds and black
// lightened for dark ones.
const SHAPES = {
  circle: 'M15 2.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 1 0 0-7z',
  rect: 'M11.8 2.8h6.4v6.4h-6.4z',
  triangle: 'M15 1.8l4.2 7.6h-8.4z',
  diamond: 'M15 1.2l4.6 4.8-4.6 4.8-4.6-4.8z',
};

export const looks = {
  overall: { light: '#1d2433', dark: '#e6e9ef', dash: [], mark: 'circle', width: 2.5 },
  independent: { light: '#0072b2', dark: '#56a8e0', dash: [6, 3], mark: 'rect' },
  negotiable: { light: '#b87a00', dark: '#e69f00', dash: [2, 3], mark: 'triangle' },
  valuable: { light: '#009e73', dark: '#2fc79a', dash: [8, 3, 2, 3], mark: 'diamond' },
  estimable: { light: '#b0578f', dark: '#d98cba', dash: [4, 2], mark: 'circle' },
  small: { light: '#d55e00', dark: '#f08a3c', dash: [10, 4], mark: 'rect' },
  testable: { light: '#3f97cf', dark: '#8accf2', dash: [1, 2], mark: 'triangle' },
  // Bands have the colors of their words in tokens.css.
  healthy: { light: '#1f7a4d', dark: '#4cc38a', dash: [], mark: 'circle' },
  needs_review: { light: '#8a5a00', dark: '#e2a336', dash: [5, 3], mark: 'triangle' },
  at_risk: { light: '#b42318', dark: '#ff8a7a', dash: [2, 3], mark: 'rect' },
};
const numbered = Object.keys(looks).slice(0, 8);

export const dark = matchMedia('(prefers-color-scheme: dark)');

export const isOnPaper = () => 'paper' in document.documentElement.dataset;

export function look(name) {
  const found = looks[name] ?? looks[numbered[Number(name) % numbered.length]] ?? looks.overall;
  return { ...found, color: dark.matches && !isOnPaper() ? found.dark : found.light };
}

export function paintSwatch(button) {
  const { color, dash, mark } = look(button.dataset.look);
  const line = button.querySelector('path');
  line.setAttribute('stroke', color);
  line.setAttribute('stroke-dasharray', dash.join(' '));
  const shape = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  shape.setAttribute('d', SHAPES[mark]);
  shape.setAttribute('fill', color);
  button.querySelector('.swatch-mark').replaceChildren(shape);
}
