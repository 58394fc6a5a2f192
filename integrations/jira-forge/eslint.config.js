import js from '@eslint/js';
import globals from 'globals';

export default [
  { ignores: ['static/panel/build/', 'src/operator.js'] },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2024, sourceType: 'module' },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      curly: ['error', 'multi-line'],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-implicit-coercion': 'error',
      'no-param-reassign': 'error',
      'no-shadow': 'error',
      'no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'require-await': 'error',
    },
  },
  // What runs in Forge has Node's globals; time, chance and requests are handed in.
  {
    files: ['src/**'],
    ignores: ['src/index.js'],
    languageOptions: { globals: { AbortSignal: 'readonly', Buffer: 'readonly' } },
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Time is handed in as a clock.' },
        { object: 'Math', property: 'random', message: 'Chance is handed in.' },
      ],
    },
  },
  { files: ['src/index.js'], languageOptions: { globals: globals.node } },
  { files: ['static/panel/*.js'], languageOptions: { globals: globals.browser } },
  { files: ['scripts/**', 'test/**'], languageOptions: { globals: globals.node }, rules: { 'no-console': 'off' } },
];
