// who may import whom; run by `npm run lint`
const room = (name, may) => ({
  name: `${name}-imports`,
  severity: 'error',
  from: { path: `^src/${name}/` },
  to: { path: '^src/', pathNot: `^src/(${[name, ...may].join('|')})/` },
})

module.exports = {
  forbidden: [
    room('core', []),
    room('engines', ['core']),
    room('study', ['core']),
    room('runner', ['core', 'engines', 'study']),
    room('figure', ['core']),
    room('print', ['core', 'figure']),
    room('api', ['core', 'figure']),
    room('service', ['api', 'core', 'engines', 'figure', 'print', 'study', 'runner']),
    room('site', []),
    room('server', ['api', 'core', 'study', 'service', 'site']),
    room('renderer', ['api', 'core', 'figure']),
    room('preload', ['api', 'core', 'figure']),
    {
      name: 'core-is-pure',
      comment: 'core: no Node, no Electron, no DOM, no packages',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { dependencyTypesNot: ['local'] },
    },
    { name: 'no-cycles', severity: 'error', from: { path: '^src/' }, to: { circular: true } },
    { name: 'no-orphan-imports', severity: 'error', from: { path: '^src/' }, to: { couldNotResolve: true } },
    {
      name: 'no-dev-dependencies-at-run-time',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(renderer|main|preload)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
}
