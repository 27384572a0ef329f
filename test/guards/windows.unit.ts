import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { sourcesIn, textOf } from './project';

/** What every window's page must be held by (Electron's security list). Values as they stand in the source. */
const required: Record<string, string> = {
  sandbox: 'true',
  contextIsolation: 'true',
  nodeIntegration: 'false',
  nodeIntegrationInWorker: 'false',
  nodeIntegrationInSubFrames: 'false',
  webSecurity: 'true',
  allowRunningInsecureContent: 'false',
  experimentalFeatures: 'false',
  webviewTag: 'false',
  plugins: 'false',
  navigateOnDragDrop: 'false',
  spellcheck: 'false',
  safeDialogs: 'true',
  enableBlinkFeatures: "''",
  enableWebSQL: 'false',
  webgl: 'false',
};

/** Whatever can show a page in Electron. */
const makers = new Set(['BrowserWindow', 'BrowserView', 'WebContentsView']);

interface Finding {
  windows: number;
  faults: string[];
}

/** Reads all sources together, because a window may take its preferences from a constant or function of another file. */
function inspect(sources: Record<string, string>): Finding {
  const files = Object.entries(sources).map(([name, text]) =>
    ts.createSourceFile(name, text, ts.ScriptTarget.ES2023, true),
  );
  const declared = new Map<string, ts.Expression>();
  const made: { file: string; options: ts.Expression | undefined }[] = [];
  const faults: string[] = [];

  const visit =
    (file: ts.SourceFile) =>
    (node: ts.Node): void => {
      if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
        declared.set(node.name.text, node.initializer);
      }
      if (ts.isFunctionDeclaration(node) && node.name && node.body) {
        const answer = node.body.statements.find(ts.isReturnStatement)?.expression;
        if (answer) declared.set(node.name.text, answer);
      }
      if (ts.isNewExpression(node) && makers.has(lastName(node.expression))) {
        made.push({ file: file.fileName, options: node.arguments?.[0] });
      }
      ts.forEachChild(node, visit(file));
    };
  for (const file of files) visit(file)(file);

  for (const { file, options } of made) {
    const preferences = options && valuesOf(options, declared).get('webPreferences');
    const values = preferences ? valuesOf(preferences, declared) : new Map<string, ts.Expression>();
    for (const [name, wanted] of Object.entries(required)) {
      const found = values.get(name)?.getText();
      if (found !== wanted) faults.push(`${file}: ${name} is ${found ?? 'not given'}, not ${wanted}`);
    }
    const tools = values.get('devTools')?.getText();
    if (!tools || !/^!\s*[\w.]*isPackaged$|^false$/.test(tools))
      faults.push(`${file}: devTools is ${tools ?? 'not given'}, not !app.isPackaged`);
    const partition = values.get('partition')?.getText();
    if (partition?.includes('persist:')) faults.push(`${file}: the session is kept on disk`);
  }
  return { windows: made.length, faults };
}

/** The properties of an object expression as they end up: names, spreads and calls are followed, later ones win. */
function valuesOf(
  expression: ts.Expression,
  declared: Map<string, ts.Expression>,
  depth = 0,
): Map<string, ts.Expression> {
  if (depth > 8) return new Map();
  const inner = unwrapped(expression);
  if (ts.isIdentifier(inner)) {
    const value = declared.get(inner.text);
    return value ? valuesOf(value, declared, depth + 1) : new Map();
  }
  if (ts.isCallExpression(inner)) {
    const value = declared.get(lastName(inner.expression));
    return value ? valuesOf(value, declared, depth + 1) : new Map();
  }
  if (ts.isArrowFunction(inner)) {
    const body = ts.isBlock(inner.body)
      ? inner.body.statements.find(ts.isReturnStatement)?.expression
      : inner.body;
    return body ? valuesOf(body, declared, depth + 1) : new Map();
  }
  if (!ts.isObjectLiteralExpression(inner)) return new Map();
  const values = new Map<string, ts.Expression>();
  for (const property of inner.properties) {
    if (ts.isPropertyAssignment(property)) values.set(property.name.getText(), property.initializer);
    if (ts.isShorthandPropertyAssignment(property)) values.set(property.name.text, property.name);
    if (ts.isSpreadAssignment(property)) {
      for (const [name, value] of valuesOf(property.expression, declared, depth + 1)) values.set(name, value);
    }
  }
  return values;
}

/** Without brackets, `as`, `satisfies`. */
function unwrapped(expression: ts.Expression): ts.Expression {
  if (
    ts.isParenthesizedExpression(expression) ||
    ts.isAsExpression(expression) ||
    ts.isSatisfiesExpression(expression)
  ) {
    return unwrapped(expression.expression);
  }
  return expression;
}

function lastName(expression: ts.Expression): string {
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
}

describe('every window', () => {
  it('holds its page by the hardened settings', () => {
    const sources = Object.fromEntries(sourcesIn(['main'], ['.ts']).map((name) => [name, textOf(name)]));
    const { windows, faults } = inspect(sources);
    expect(windows).toBeGreaterThan(0);
    expect(faults).toEqual([]);
  });
});

describe('the check of windows', () => {
  const hardened = `{ ${Object.entries(required)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ')}, devTools: !app.isPackaged }`;

  it('takes preferences from a constant or function of another file', () => {
    expect(
      inspect({
        'a.ts': `export const held = ${hardened};`,
        'b.ts': 'new BrowserWindow({ webPreferences: { ...(held as Held), preload } })',
      }),
    ).toEqual({ windows: 1, faults: [] });
    expect(
      inspect({
        'a.ts': `export function held() { return ${hardened}; }`,
        'b.ts': 'new BrowserWindow({ webPreferences: held() })',
      }).faults,
    ).toEqual([]);
  });

  it.each([
    ['without settings', 'new BrowserWindow({ width: 3 })', 'sandbox is not given, not true'],
    [
      'that loosens one setting after the others',
      `const held = ${hardened}; new electron.BrowserWindow({ webPreferences: { ...held, sandbox: false } })`,
      'sandbox is false, not true',
    ],
    ['of another kind', 'new WebContentsView()', 'contextIsolation is not given, not true'],
    [
      'with tools for everybody',
      `new BrowserWindow({ webPreferences: { ...${hardened}, devTools: true } })`,
      'devTools is true, not !app.isPackaged',
    ],
  ])('finds a window %s', (_, text, fault) => {
    expect(inspect({ 'w.ts': text }).faults).toContain(`w.ts: ${fault}`);
  });
});
