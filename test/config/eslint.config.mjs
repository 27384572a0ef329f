import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import tseslint from 'typescript-eslint';

const project = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

// Biome formats and lints; these four need types across files, which it does not have.
export default [
  { ignores: ['node_modules/**', 'out/**', 'out.*/**', 'dist/**', 'resources/**', '**/*.{js,mjs,cjs,mts}'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { project: resolve(project, 'tsconfig.json'), tsconfigRootDir: project },
    },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
    },
  },
];
