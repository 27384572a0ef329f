// Who may import whom: the "may import" column of the README's table, as rules. A folder that is not named may import nothing
// of ours but itself.
const mayImport = {
  domain: [],
  proof: [],
  contract: ['domain'],
  ledger: ['domain', 'proof'],
  // The shape a view answers with is typed once, in the contract.
  views: ['domain', 'contract', 'ledger'],
  vault: [],
  // An enrolment is signed over canonical JSON.
  identity: ['proof'],
  // Hashing what is shown, drafts beside the ledger, and the PDF a closing ends with.
  commands: [
    'domain',
    'contract',
    'proof',
    'ledger',
    'views',
    'vault',
    'identity',
    'site',
    'closure',
    'pack',
    'sync',
  ],
  // Certificates sign the PDF.
  closure: ['domain', 'proof', 'ledger', 'views', 'vault', 'identity'],
  // A pack's report shows what the closures of its work orders say; it is read back past the cache, as a backup is.
  pack: ['domain', 'proof', 'ledger', 'views', 'vault', 'closure', 'site'],
  sync: ['domain', 'proof', 'ledger', 'vault'],
  // A site is its folder: keys, ledger, drafts. A backup's manifest is canonical JSON under a signed note.
  site: ['proof', 'identity', 'ledger', 'vault'],
  jobs: [
    'domain',
    'proof',
    'contract',
    'ledger',
    'views',
    'vault',
    'identity',
    'commands',
    'closure',
    'pack',
    'sync',
    'site',
  ],
};

const folderRules = Object.entries(mayImport).map(([folder, others]) => ({
  name: `main/${folder} may import ${others.length > 0 ? others.join(', ') : 'only itself'}`,
  severity: 'error',
  from: { path: `^main/${folder}/` },
  to: { path: '^(main|preload|renderer|test)/', pathNot: `^main/(${[folder, ...others].join('|')})/` },
}));

module.exports = {
  forbidden: [
    { name: 'no cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'every import resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
    ...folderRules,
    {
      name: 'domain and proof are pure',
      severity: 'error',
      from: { path: '^main/(domain|proof)/' },
      to: {
        dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer'],
        pathNot: 'node_modules/(zod|canonicalize)/',
      },
    },
    {
      name: 'only main.ts, shell and preload know Electron',
      severity: 'error',
      from: { pathNot: '^(main/main\\.ts|main/shell/|preload/)' },
      to: { path: '(^|/)node_modules/electron/|^electron$' },
    },
    {
      name: 'only ledger, views, site, jobs and the composition know SQLite',
      severity: 'error',
      from: { path: '^(main|renderer|preload)/', pathNot: '^main/(ledger|views|site|jobs|main\\.ts)' },
      to: { path: 'node_modules/better-sqlite3/' },
    },
    {
      name: 'nothing but shell and main.ts imports shell',
      severity: 'error',
      from: { pathNot: '^main/(shell/|main\\.ts)' },
      to: { path: '^main/shell/' },
    },
    {
      name: 'preload imports contract and Electron',
      severity: 'error',
      from: { path: '^preload/' },
      to: { pathNot: '^(preload/|main/contract/|electron$)|node_modules/electron/' },
    },
    {
      name: 'renderer sees of main only contract and domain',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^(main|preload|test)/', pathNot: '^main/(contract|domain)/' },
    },
    {
      name: 'renderer has no Node',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'the kit knows no domain word',
      severity: 'error',
      from: { path: '^renderer/kit/' },
      to: { path: '^(main|preload|renderer)/', pathNot: '^renderer/kit/' },
    },
    {
      // The screens are put into app's shells (bench, desk); app itself reaches them only through its list of routes.
      name: 'a feature imports no other feature',
      severity: 'error',
      from: { path: '^renderer/([^/]+)/', pathNot: '^renderer/(app|kit|gallery)/' },
      to: { path: '^renderer/[^/]+/', pathNot: '^renderer/($1|kit|app)/' },
    },
    {
      name: 'nothing imports from test',
      severity: 'error',
      from: { path: '^(main|preload|renderer)/' },
      to: { path: '^test/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^virtual:|\\.css$|\\?raw$|\\.(svg|woff2?|png|ttf)$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
    combinedDependencies: true,
  },
};
